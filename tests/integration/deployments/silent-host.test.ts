import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import type { Context } from '@/services/context'
import { cancelDeployment } from '@/services/deployments/cancel-deployment'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { acquireAppLease } from '@/services/leases/app-lease'
import { reconcileHost } from '@/services/reconcile/reconcile-host'
import { event } from '@/tests/support/event'
import { createMortalWorker } from '@/tests/support/mortal-worker'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSilentHost } from '@/tests/support/simulation/silent-host'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'
import { expireLease } from '@/tests/support/take-over'

let world: SimulatedWorld
const stopping = new AbortController().signal

beforeAll(async () => {
  world = await createSimulatedWorld(hastyClock(20))
})
afterAll(() => world.close())

const run = (ctx: Context, appId: string) =>
  runNextDeployment({ ctx, input: { appId, owner: `worker of ${appId}`, stopping } })

const begin = (appId: string, image: string) =>
  startDeployment({ ctx: world.ctx, input: { appId, trigger: 'api', image } })

const statusOf = async (id: string) => (await world.ctx.db.deployment.findUniqueOrThrow({ where: { id } })).status

/** An app of which v1 serves. */
const serveV1 = async (name: string): Promise<string> => {
  const domains = [`${name}.localhost`]
  const { id } = await createApp({
    ctx: world.ctx,
    input: appSchema.parse({ name, image: 'good:v1', port: 3000, domains, verifySeconds: 300, drainSeconds: 0 }),
  })
  await world.ctx.db.app.update({ where: { id }, data: { liveSettings: { verifySeconds: 0, drainSeconds: 0 } } })
  const { id: first } = await begin(id, 'good:v1')
  await run(world.ctx, id)
  expect(await statusOf(first)).toBe('succeeded')
  await world.ctx.db.app.update({ where: { id }, data: { liveSettings: { verifySeconds: 300, drainSeconds: 0 } } })
  return id
}

describe('a host that answers nothing any more', () => {
  it.each([
    'engine.findImage',
    'traffic.open',
    'engine.run',
    'session.fill',
    'session.health',
    'session.route',
    'engine.keepRunning',
    'session.watch',
    'engine.inspect',
  ])('holds up nobody who cancels, when it falls silent at %s', async (call) => {
    const appId = await serveV1(call.toLowerCase().replace('.', '-'))
    const next = await begin(appId, 'good:v2')
    const host = createSilentHost(world.ctx, call)
    const working = run(host.ctx, appId)
    await host.silent
    await cancelDeployment({ ctx: world.ctx, input: { deploymentId: next.id } })
    await working
    expect(await statusOf(next.id)).toBe('cancelled')
    // The lease is free, and what the database says is what the proxies are led to.
    await reconcileHost(world.ctx, world.hostId)
    const place = await world.ctx.db.appHost.findFirstOrThrow({ where: { appId } })
    expect(world.proxies.serves(place.proxyKey ?? 0)).toEqual([true, true])
    expect(world.proxies.both.map((proxy) => proxy.routes.get(place.proxyKey ?? 0))).toEqual([
      place.activeSide,
      place.activeSide,
    ])
  })

  it('ends the look of the reconciler, which comes again', async () => {
    await serveV1('looked-at')
    const host = createSilentHost(world.ctx, 'engine.summaries')
    await expect(reconcileHost(host.ctx, world.hostId)).rejects.toMatchObject({ code: 'host_unreachable' })
  })

  it('keeps an app that is being put right from nobody for ever', async () => {
    const appId = await serveV1('put-right')
    const replica = await world.ctx.db.replica.findFirstOrThrow({ where: { appId, state: 'ready' } })
    world.engine.containers.delete(replica.containerName)
    const host = createSilentHost(world.ctx, 'engine.run')
    await reconcileHost(host.ctx, world.hostId).catch(() => undefined)
    const place = await world.ctx.db.appHost.findFirstOrThrow({ where: { appId } })
    expect(place.repair).toMatchObject({ failure: 'no answer within 120 s' })
    const { instanceDb: db, clock } = world.ctx
    const lease = await acquireAppLease({ db, clock, appId, owner: 'someone' })
    expect(lease).not.toBeNull()
    await lease?.release()
    await expireLease(world.ctx, appId)
    await reconcileHost(world.ctx, world.hostId)
    expect(world.engine.containers.has(replica.containerName)).toBe(true)
  })
  it('is left no line by a worker that goes back and gives it up, and that opens after all', async () => {
    const appId = await serveV1('opens-late')
    const next = await begin(appId, 'good:v2')
    let routes = 0
    const worker = createMortalWorker(world.ctx, (call, phase) => {
      if (call !== 'session.route' || phase !== 'before') return false
      routes += 1
      return routes === 2
    })
    void run(worker.ctx, appId)
    await expect.poll(() => statusOf(next.id)).toBe('verifying')
    await cancelDeployment({ ctx: world.ctx, input: { deploymentId: next.id } })
    await worker.died
    await expireLease(world.ctx, appId)
    const [answers, closed] = [event(), event()]
    const { traffic } = world.ctx
    const open: typeof traffic.open = async (...args) => {
      await answers.happened
      return { ...(await traffic.open(...args)), close: async () => closed.happen() }
    }
    await run({ ...world.ctx, traffic: { ...traffic, open } }, appId)
    expect(await statusOf(next.id)).toBe('cancelled')
    answers.happen()
    await closed.happened
  })
})
