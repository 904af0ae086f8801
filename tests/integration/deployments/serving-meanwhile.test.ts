import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { lastRepair } from '@/core/reconcile/repair'
import { createApp } from '@/services/apps/create-app'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { reconcileHost } from '@/services/reconcile/reconcile-host'
import { createMortalWorker } from '@/tests/support/mortal-worker'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'

let world: SimulatedWorld
let apps = 0
let appId: string
let replica: { id: string; containerName: string }
/** Waits for its turn. */
let next: string

beforeAll(async () => {
  world = await createSimulatedWorld(hastyClock(20))
})
afterAll(() => world.close())

const begin = (image: string) => startDeployment({ ctx: world.ctx, input: { appId, trigger: 'api', image } })
const run = () =>
  runNextDeployment({ ctx: world.ctx, input: { appId, owner: 'worker', stopping: new AbortController().signal } })
const statusIs = (status: 'queued' | 'preparing' | 'pre_deploy' | 'starting' | 'verifying') =>
  world.ctx.db.deployment.update({ where: { id: next }, data: { status } })
const container = () => world.engine.containers.get(replica.containerName)
/** As an engine that was killed and does not start it again. */
const end = (): void => void Object.assign(container() ?? {}, { status: 'exited' })

beforeEach(async () => {
  const name = `app-${++apps}`
  const input = { name, image: 'good:v1', port: 3000, domains: [`${name}.localhost`], verifySeconds: 0 }
  appId = (await createApp({ ctx: world.ctx, input: appSchema.parse(input) })).id
  await begin('good:v1')
  await run()
  replica = await world.ctx.db.replica.findFirstOrThrow({ where: { appId, state: 'ready' } })
  next = (await begin('good:v2')).id
})

describe('the only replica that serves, which does not run any more,', () => {
  it.each(['queued', 'preparing', 'pre_deploy'] as const)('is started while a deployment is %s', async (status) => {
    await statusIs(status)
    end()
    await reconcileHost(world.ctx, world.hostId)
    expect(container()).toMatchObject({ status: 'running', isKept: true })
    const place = await world.ctx.db.appHost.findFirstOrThrow({ where: { appId } })
    expect(lastRepair(place.repair)).toMatchObject({ amiss: ['Replica 1 did not run.'], failure: null })
    // The deployment goes on as if nothing had been.
    await run()
    expect(await world.ctx.db.deployment.findUniqueOrThrow({ where: { id: next } })).toMatchObject({
      status: 'succeeded',
    })
  })

  it.each(['starting', 'verifying'] as const)('is the deployment’s own business while that is %s', async (status) => {
    await statusIs(status)
    end()
    await reconcileHost(world.ctx, world.hostId)
    expect(container()).toMatchObject({ status: 'exited' })
  })

  it('is not started by one who stood still until it was being ended', async () => {
    end()
    const worker = createMortalWorker(world.ctx, (call, at) => call === 'engine.inspect' && at === 'before')
    const reconciling = reconcileHost(worker.ctx, world.hostId)
    await worker.died
    await world.ctx.db.replica.update({ where: { id: replica.id }, data: { state: 'stopping', drainingFor: next } })
    worker.wake()
    await reconciling
    expect(container()).toMatchObject({ status: 'exited' })
  })
})
