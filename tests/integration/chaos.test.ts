import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChaosInstance, startChaosInstance } from '@/tests/support/chaos/instance'
import { addChaosApp, type ChaosApp, play } from '@/tests/support/chaos/play'

let instance: ChaosInstance
let app: ChaosApp
let version = 0

beforeAll(async () => {
  instance = await startChaosInstance('/var/run/docker.sock')
  app = await addChaosApp(instance, 'shop')
})
afterAll(() => instance.end())

describe('a fault in the middle of a deployment fails no request that it need not, and leaves nothing behind', () => {
  it.each([
    ['worker killed', 'starting', 'succeeded'],
    ['web and worker killed', 'verifying', 'succeeded'],
    ['Redis killed', 'checking', 'succeeded'],
    ['Redis flushed', 'preparing', 'succeeded'],
    ['PostgreSQL restarted', 'verifying', 'succeeded'],
    ['one proxy killed', 'verifying', 'succeeded'],
    ['both proxies killed', 'starting', 'succeeded'],
    ['old replica killed', 'checking', 'succeeded'],
    ['new replica killed', 'verifying', 'rolled_back'],
    ['cancelled', 'verifying', 'cancelled'],
    ['newer release asked for', 'checking', 'succeeded'],
    ['old release asked for', 'verifying', 'cancelled'],
  ])('%s while it is %s', async (fault, step, status) => {
    version += 1
    const played = await play({ instance, engine: null }, app, { version, fault, step, delayMs: 50 })
    expect(played).toMatchObject({ status, ours: [], unequal: [] })
    expect(played.requests).toBeGreaterThan(100)
  })
})
