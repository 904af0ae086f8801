import type { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createJobQueues, type JobQueues } from '@/adapters/queue/bullmq-jobs'
import { type JobHandlers, startWorkers } from '@/adapters/queue/bullmq-workers'
import { createRedis, createWorkerRedis } from '@/adapters/queue/redis-connection'
import { startThrowawayRedis, type ThrowawayRedis } from '@/tests/support/redis'

let server: ThrowawayRedis
let redis: Redis
let queues: JobQueues
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  server = await startThrowawayRedis()
  redis = createRedis(server.url)
  queues = createJobQueues(redis, 'one')
})

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await redis.flushall()
})

afterAll(async () => {
  await queues.close()
  redis.disconnect()
  await server.stop()
})

const idle: JobHandlers = {
  deploy: async () => undefined,
  drain: async () => undefined,
  'sync-domains': async () => undefined,
  'remove-app': async () => undefined,
  'roll-back-incident': async () => undefined,
}

/** A worker process of the instance; failures it reports are returned. */
const work = (handlers: Partial<JobHandlers>, instanceId = 'one'): string[] => {
  const failures: string[] = []
  const connection = createWorkerRedis(server.url)
  const workers = startWorkers({
    connection,
    instanceId,
    handlers: { ...idle, ...handlers },
    onFailure: (name, error) => failures.push(`${name}: ${error.message}`),
  })
  closing.push(async () => {
    await workers.close()
    connection.disconnect()
  })
  return failures
}

const app = { teamId: 'team', appId: 'app' }

describe('a job', () => {
  it('reaches a worker with its payload, and is forgotten when it is done', async () => {
    const deploy = vi.fn(async () => undefined)
    work({ deploy })
    await queues.add('deploy', app)
    await vi.waitFor(() => expect(deploy).toHaveBeenCalledExactlyOnceWith(app), { timeout: 10_000 })
    await vi.waitFor(async () => expect(await redis.keys('gapless-one:deploy:[0-9]*')).toEqual([]))
  })

  it('waits while nobody takes it, and is counted', async () => {
    await queues.add('deploy', app)
    await queues.add('remove-app', app)
    expect(await queues.waiting()).toMatchObject({ deploy: 1, 'remove-app': 1, drain: 0 })
  })

  it('is there once under a name while it waits or runs, and can come again afterwards', async () => {
    let release = (): void => undefined
    const deploy = vi.fn(() => new Promise<void>((resolve) => (release = resolve)))
    await queues.add('deploy', app, { onceAs: 'open-app' })
    await queues.add('deploy', app, { onceAs: 'open-app' })
    expect((await queues.waiting()).deploy).toBe(1)
    work({ deploy })
    await vi.waitFor(() => expect(deploy).toHaveBeenCalledTimes(1), { timeout: 10_000 })
    await queues.add('deploy', app, { onceAs: 'open-app' })
    expect((await queues.waiting()).deploy).toBe(0)
    release()
    await vi.waitFor(
      async () => {
        await queues.add('deploy', app, { onceAs: 'open-app' })
        expect(deploy).toHaveBeenCalledTimes(2)
      },
      { timeout: 10_000 },
    )
    release()
  })

  it('is tried again after it failed', async () => {
    const drain = vi.fn().mockRejectedValueOnce(new Error('not yet')).mockResolvedValue(undefined)
    const failures = work({ drain })
    await queues.add('drain', { teamId: 'team', deploymentId: 'deployment' })
    await vi.waitFor(() => expect(drain).toHaveBeenCalledTimes(2), { timeout: 10_000 })
    expect(failures).toEqual(['drain: not yet'])
  })

  it('with a payload of the wrong form is not put in', async () => {
    const wrong = Object.assign({ password: 'secret' }, app)
    await expect(queues.add('deploy', wrong)).rejects.toThrow()
    expect((await queues.waiting()).deploy).toBe(0)
  })

  it('of one instance is none of another', async () => {
    const deploy = vi.fn(async () => undefined)
    const own = vi.fn(async () => undefined)
    work({ deploy }, 'two')
    work({ deploy: own })
    await queues.add('deploy', app)
    await vi.waitFor(() => expect(own).toHaveBeenCalledTimes(1), { timeout: 10_000 })
    expect(deploy).not.toHaveBeenCalled()
  })
})
