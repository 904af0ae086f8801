import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { structureOf } from '@/adapters/traffic/structure'
import { type AppInput, appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import { updateApp } from '@/services/apps/update-app'
import { drainReplicas } from '@/services/deployments/drain-replicas'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { createMortalWorker } from '@/tests/support/mortal-worker'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'
import { takeOver, work } from '@/tests/support/take-over'

let world: SimulatedWorld
let apps = 0
let stopping: AbortController

beforeEach(async () => {
  stopping = new AbortController()
  world = await createSimulatedWorld(hastyClock(20))
  world.proxies.structure = structureOf({ generation: 0, apps: [], dashboard: null })
})
afterEach(async () => {
  stopping.abort(new Error('the test is over'))
  await world.close()
})

const run = (appId: string) =>
  runNextDeployment({ ctx: world.ctx, input: { appId, owner: 'worker', stopping: stopping.signal } })
const begin = async (appId: string, image: string): Promise<string> =>
  (await startDeployment({ ctx: world.ctx, input: { appId, trigger: 'api', image } })).id
const drain = (deploymentId: string) =>
  drainReplicas({ ctx: world.ctx, input: { deploymentId, stopping: stopping.signal } })
const endOf = (id: string) =>
  world.ctx.db.deployment.findUniqueOrThrow({ where: { id }, select: { status: true, failure: true } })
const wellEnded = { status: 'succeeded', failure: null }

/** An app whose v1 serves, with nothing left to drain. */
const serving = async (): Promise<string> => {
  const name = `app-${++apps}`
  const input: AppInput = { name, image: 'good:v1', port: 3000, domains: [`${name}.localhost`], verifySeconds: 0 }
  const { id } = await createApp({ ctx: world.ctx, input: appSchema.parse({ ...input, drainSeconds: 0 }) })
  const first = await begin(id, 'good:v1')
  await run(id)
  await drain(first)
  return id
}

/** A worker begins to deploy v2 and dies in this step. */
const leftIn = async (appId: string, status: 'starting' | 'verifying'): Promise<string> => {
  let isLive = false
  const worker = createMortalWorker(world.ctx, (call) => {
    isLive ||= call === 'engine.keepRunning'
    return status === 'starting' ? call === 'session.arm' : isLive && call === 'engine.inspect'
  })
  const id = await begin(appId, 'good:v2')
  work(worker, appId)
  await worker.died
  expect(await endOf(id)).toMatchObject({ status })
  return id
}

const wantsReload = async (): Promise<string | null> =>
  (await world.ctx.db.host.findUniqueOrThrow({ where: { id: world.hostId } })).reloadWantedBy

describe('a deployment whose worker died when others had to wait for it', () => {
  it.each(['starting', 'verifying'] as const)('in %s does not wait for one that waits to reload', async (status) => {
    const [taken, waiting] = [await serving(), await serving()]
    const id = await leftIn(taken, status)
    await updateApp({ ctx: world.ctx, input: { appId: waiting, patch: { healthCheck: { intervalSeconds: 5 } } } })
    const reloader = await begin(waiting, 'good:v2')
    const reloading = run(waiting)
    await expect.poll(wantsReload).toBe(reloader)

    await takeOver(world.ctx, taken)
    expect(await endOf(id)).toEqual(wellEnded)
    expect(await wantsReload()).toBe(reloader)
    await drain(id)
    await reloading
    expect(await endOf(reloader)).toEqual(wellEnded)
    await drain(reloader)
  })

  it('does not wait for another such one when the proxies are of an earlier version', async () => {
    const both = [await serving(), await serving()]
    const ids: string[] = []
    for (const appId of both) ids.push(await leftIn(appId, 'verifying'))
    world.proxies.structure = new Map()
    await Promise.all(both.map((appId) => takeOver(world.ctx, appId)))
    for (const id of ids) {
      expect(await endOf(id)).toEqual(wellEnded)
      await drain(id)
    }
  })

  it('reloads at once for what it needs itself, where nobody else is under way', async () => {
    const appId = await serving()
    const id = await leftIn(appId, 'starting')
    await updateApp({ ctx: world.ctx, input: { appId, patch: { replicas: 3 } } })
    await takeOver(world.ctx, appId)
    expect(await endOf(id)).toEqual(wellEnded)
    expect(await world.ctx.db.replica.count({ where: { appId, state: 'ready', deploymentId: id } })).toBe(3)
    const { proxyKey } = await world.ctx.db.appHost.findFirstOrThrow({ where: { appId } })
    expect(world.proxies.structure?.get(`k${proxyKey}_b`)?.slots).toBe(9)
    expect(await wantsReload()).toBeNull()
  })
})
