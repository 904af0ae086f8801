import { setTimeout as wait } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { LiveEvents } from '@/core/ports/live-events'

/** While Redis is away listeners go on without it: they look into the database now and then anyway. */
const patienceMs = 1000

type Listener = (message: unknown) => void

/**
 * Live events over Redis publish and subscribe: one subscribing connection a process, shared by every listener.
 * `subscriber` is used for nothing else. A message that cannot be sent is lost, by design.
 */
export const createRedisLiveEvents = (publisher: Redis, subscriber: Redis, instanceId: string): LiveEvents => {
  const channels = new Map<string, { listeners: Set<Listener>; subscribed: Promise<unknown> }>()
  const full = (channel: string): string => `gapless-${instanceId}:live:${channel}`

  subscriber.on('message', (channel: string, text: string) => {
    const found = channels.get(channel)
    if (!found) return
    const message: unknown = JSON.parse(text)
    for (const listener of found.listeners) listener(message)
  })

  return {
    publish: async (channel, message) => {
      await publisher.publish(full(channel), JSON.stringify(message)).catch(() => undefined)
    },
    subscribe: async (channel, onMessage) => {
      const name = full(channel)
      // ioredis subscribes again by itself after a lost connection.
      const known = channels.get(name) ?? {
        listeners: new Set(),
        subscribed: subscriber.subscribe(name).catch(() => undefined),
      }
      channels.set(name, known)
      known.listeners.add(onMessage)
      // The second listener waits as well: what is published after this call is heard.
      await Promise.race([known.subscribed, wait(patienceMs, undefined, { ref: false })])
      return () => {
        known.listeners.delete(onMessage)
        if (known.listeners.size > 0 || channels.get(name) !== known) return
        channels.delete(name)
        void subscriber.unsubscribe(name).catch(() => undefined)
      }
    },
  }
}
