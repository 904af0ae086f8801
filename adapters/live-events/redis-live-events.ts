import type { Redis } from 'ioredis'
import type { LiveEvents } from '@/core/ports/live-events'

type Listener = (message: unknown) => void

/**
 * Live events over Redis publish and subscribe: one subscribing connection a process, shared by every listener.
 * `subscriber` is used for nothing else. A message that cannot be sent is lost, by design.
 */
export const createRedisLiveEvents = (publisher: Redis, subscriber: Redis, instanceId: string): LiveEvents => {
  const listeners = new Map<string, Set<Listener>>()
  const full = (channel: string): string => `gapless-${instanceId}:live:${channel}`

  subscriber.on('message', (channel: string, text: string) => {
    const found = listeners.get(channel)
    if (!found) return
    const message: unknown = JSON.parse(text)
    for (const listener of found) listener(message)
  })

  return {
    publish: async (channel, message) => {
      await publisher.publish(full(channel), JSON.stringify(message)).catch(() => undefined)
    },
    subscribe: async (channel, onMessage) => {
      const name = full(channel)
      const known = listeners.get(name) ?? new Set()
      known.add(onMessage)
      if (!listeners.has(name)) {
        listeners.set(name, known)
        // ioredis subscribes again by itself after a lost connection.
        await subscriber.subscribe(name).catch(() => undefined)
      }
      return () => {
        known.delete(onMessage)
        if (known.size > 0 || listeners.get(name) !== known) return
        listeners.delete(name)
        void subscriber.unsubscribe(name).catch(() => undefined)
      }
    },
  }
}
