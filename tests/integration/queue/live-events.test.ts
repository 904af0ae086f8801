import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createRedisLiveEvents } from '@/adapters/live-events/redis-live-events'
import { createRedis, createWorkerRedis } from '@/adapters/queue/redis-connection'
import type { LiveEvents } from '@/core/ports/live-events'
import { startThrowawayRedis, type ThrowawayRedis } from '@/tests/support/redis'

let server: ThrowawayRedis
const connections: Redis[] = []

beforeAll(async () => {
  server = await startThrowawayRedis()
})

afterAll(async () => {
  for (const connection of connections) connection.disconnect()
  await server.stop()
})

/** Live events as one process has them. */
const process = (instanceId = 'one'): { live: LiveEvents; subscriber: Redis } => {
  const publisher = createRedis(server.url)
  const subscriber = createWorkerRedis(server.url)
  connections.push(publisher, subscriber)
  return { live: createRedisLiveEvents(publisher, subscriber, instanceId), subscriber }
}

const subscribers = async (channel: string): Promise<number> => {
  const [asking] = connections
  const answer: unknown = await asking?.pubsub('NUMSUB', `gapless-one:live:${channel}`)
  return Array.isArray(answer) ? Number(answer[1]) : -1
}

describe('live events', () => {
  it('reach every listener of the channel in every process, and no other', async () => {
    const [one, two, stranger] = [process(), process(), process('two')]
    const heard: string[] = []
    const hear = (who: string) => (message: unknown) => heard.push(`${who} ${JSON.stringify(message)}`)
    await one.live.subscribe('deployment:1', hear('one'))
    await one.live.subscribe('deployment:1', hear('one too'))
    await two.live.subscribe('deployment:1', hear('two'))
    await two.live.subscribe('deployment:2', hear('other'))
    await stranger.live.subscribe('deployment:1', hear('stranger'))
    await one.live.publish('deployment:1', { kind: 'stored' })
    await vi.waitFor(() => expect(heard).toHaveLength(3))
    await two.live.publish('deployment:2', { kind: 'last' })
    await vi.waitFor(() => expect(heard).toHaveLength(4))
    expect(heard.sort()).toEqual([
      'one too {"kind":"stored"}',
      'one {"kind":"stored"}',
      'other {"kind":"last"}',
      'two {"kind":"stored"}',
    ])
  })

  it('use one connection for all listeners, and let go of a channel with the last one', async () => {
    const { live } = process()
    const stops = await Promise.all(Array.from({ length: 50 }, () => live.subscribe('team:1', () => undefined)))
    expect(await subscribers('team:1')).toBe(1)
    for (const stop of stops) stop()
    await vi.waitFor(async () => expect(await subscribers('team:1')).toBe(0))
    const heard = vi.fn()
    await live.subscribe('team:1', heard)
    await live.publish('team:1', 1)
    await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith(1))
  })

  it('are heard by the second listener as soon as it listens', async () => {
    const [one, two] = [process(), process()]
    const heard = vi.fn()
    const first = one.live.subscribe('team:4', () => undefined)
    await one.live.subscribe('team:4', heard)
    await two.live.publish('team:4', 1)
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1))
    await first
  })

  it('go on after the connection was lost', async () => {
    const { live, subscriber } = process()
    const heard = vi.fn()
    await live.subscribe('team:2', heard)
    const again = new Promise((resolve) => subscriber.once('ready', resolve))
    subscriber.disconnect(true)
    await again
    await vi.waitFor(async () => {
      await live.publish('team:2', 'still here')
      expect(heard).toHaveBeenCalledWith('still here')
    })
  })

  it('lose what cannot be sent, and break nothing', async () => {
    const away = createRedis('redis://127.0.0.1:1')
    away.on('error', () => undefined)
    const waiting = createWorkerRedis('redis://127.0.0.1:1')
    waiting.on('error', () => undefined)
    connections.push(away, waiting)
    const live = createRedisLiveEvents(away, waiting, 'one')
    await expect(live.publish('team:3', 1)).resolves.toBeUndefined()
    const stop = await live.subscribe('team:3', () => undefined)
    stop()
  })
})
