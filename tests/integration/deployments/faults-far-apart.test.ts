import { afterAll, beforeAll, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import type { Context } from '@/services/context'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'

const clock = hastyClock(20)
const within = { timeout: 30_000 }
let world: SimulatedWorld
let passedMs = 0

beforeAll(async () => {
  world = await createSimulatedWorld({ ...clock, now: () => new Date(clock.now().getTime() + passedMs) })
})
afterAll(() => world.close())

/** Lets time pass in steps that are shorter than a lease, which is renewed after each. */
const pass = async (ctx: Context, seconds: number): Promise<void> => {
  const leaseEnd = async () => (await ctx.instanceDb.appLease.findFirstOrThrow()).expiresAt.getTime()
  for (let left = seconds; left > 0; left -= 8) {
    passedMs += Math.min(8, left) * 1000
    for (const _ of ['what was on its way', 'the next']) {
      const before = await leaseEnd()
      await expect.poll(leaseEnd, within).not.toBe(before)
    }
  }
}

it('a host that is away twice in a long deployment, for a moment each time, fails nothing', async () => {
  const { engine } = world
  const { open } = world.ctx.traffic
  let opened = 0
  const ctx: Context = {
    ...world.ctx,
    traffic: {
      ...world.ctx.traffic,
      open: (...to) => {
        opened += 1
        return open(...to)
      },
    },
  }
  const input = { name: 'long', image: 'good:v1', port: 3000, domains: ['long.localhost'], verifySeconds: 100 }
  const { id: appId } = await createApp({ ctx, input: appSchema.parse(input) })
  const { id } = await startDeployment({ ctx, input: { appId, trigger: 'api' } })
  const working = runNextDeployment({ ctx, input: { appId, owner: 'worker', stopping: new AbortController().signal } })
  const row = () => ctx.db.deployment.findUniqueOrThrow({ where: { id } })
  await expect.poll(async () => (await row()).status, within).toBe('verifying')
  for (const times of [2, 3]) {
    engine.awayFor = 1
    await expect.poll(() => opened, within).toBe(times)
    await pass(ctx, 40)
  }
  // No lease is renewed any more once it has ended.
  await Promise.race([working, pass(ctx, 100).catch(() => undefined)])
  await working
  expect(await row()).toMatchObject({ status: 'succeeded', failure: null })
})
