import { afterAll, beforeAll, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import type { ProcessCounters, SideCounters, Traffic } from '@/core/ports/traffic'
import { createApp } from '@/services/apps/create-app'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { nothingCounted } from '@/tests/support/nothing-counted'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'

let world: SimulatedWorld

beforeAll(async () => {
  world = await createSimulatedWorld(hastyClock(20))
})
afterAll(() => world.close())

const stopping = new AbortController().signal
const none: SideCounters = { requests: 0, failed: 0, slower: [], failedBySlot: {} }
const atFirst: ProcessCounters = {
  process: 'proxy',
  ...nothingCounted,
  sides: { a: none, b: none },
}

/** Proxies of which every look at the new side shows more answers, half of them failed by the replica in this slot. */
const failingIn = (slot: number): Traffic => ({
  ...world.proxies.port,
  open: async (...line) => {
    const session = await world.proxies.port.open(...line)
    let looks = 0
    return {
      ...session,
      counters: async () => [atFirst],
      watch: async (side) => {
        const { health } = await session.watch(side)
        if (side === 'a') return { health, counters: [{ ...none, process: 'proxy', requests: 1000 }] }
        looks += 1
        const failed = looks * 5
        const counted = { ...none, requests: looks * 10, failed, failedBySlot: { [slot]: failed } }
        return { health, counters: [{ ...counted, process: 'proxy' }] }
      },
    }
  },
})

it.each([
  ['the new release is taken back for what its own replica fails', 1, 'rolled_back'],
  ['it stays where one of an earlier release fails it, which still drains on the same side', 5, 'succeeded'],
])('%s', async (_, slot, status) => {
  const { ctx } = world
  const name = `slot-${slot}`
  const app = { name, image: 'good:v1', port: 3000, domains: [`${name}.localhost`], verifySeconds: 1 }
  const { id: appId } = await createApp({ ctx, input: appSchema.parse(app) })
  const deploy = async (image: string) => {
    const { id } = await startDeployment({ ctx, input: { appId, trigger: 'api', image } })
    await runNextDeployment({ ctx: { ...ctx, traffic: failingIn(slot) }, input: { appId, owner: 'one', stopping } })
    return ctx.db.deployment.findUniqueOrThrow({ where: { id } })
  }
  expect(await deploy('good:v1')).toMatchObject({ status: 'succeeded' })
  expect(await deploy('good:v2')).toMatchObject({ status })
  expect(await ctx.db.replica.findMany({ where: { appId, side: 'b' } })).toMatchObject([{ slot: 1 }])
})
