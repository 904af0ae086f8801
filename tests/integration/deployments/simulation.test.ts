import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import type { Side } from '@/core/ports/traffic'
import { createApp } from '@/services/apps/create-app'
import { drainReplicas } from '@/services/deployments/drain-replicas'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { LeaseLostError } from '@/services/leases/app-lease'
import { type Fault, type FaultKind, faults, play } from '@/tests/support/simulation/scenario'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'
import { expireLease } from '@/tests/support/take-over'

let world: SimulatedWorld
let apps = 0

beforeAll(async () => {
  world = await createSimulatedWorld()
})
afterAll(() => world.close())

interface Setting {
  replicas: number
  verifySeconds: number
  image: string
  faults: Fault[]
}

/** What a worker does or suffers changes nothing about how a deployment ends. */
const endsWell = ({ image, faults: planned }: Setting): boolean =>
  /^(good|slow)/.test(image) && planned.every(({ kind }) => kind === 'worker killed' || kind === 'worker stalled')

/** Deploys v1 undisturbed, then the image with the faults; says what went wrong, and what is left that should not be. */
const playOne = async (setting: Setting): Promise<string[]> => {
  const { replicas, verifySeconds, image, faults: planned } = setting
  const { ctx } = world
  const stopping = new AbortController().signal
  const name = `app-${++apps}`
  const { id: appId } = await createApp({
    ctx,
    input: appSchema.parse({
      name,
      image: 'good:v1',
      port: 3000,
      domains: [`${name}.localhost`],
      replicas,
      verifySeconds,
      drainSeconds: 0,
      healthCheck: { deadlineSeconds: endsWell(setting) ? 20 : 2 },
    }),
  })
  const first = await startDeployment({ ctx, input: { appId, trigger: 'api' } })
  await undisturbed(appId, () => runNextDeployment({ ctx, input: { appId, owner: 'first', stopping } }))
  await drainReplicas({ ctx, input: { deploymentId: first.id, stopping } })
  const { currentReleaseId } = await ctx.db.app.findUniqueOrThrow({ where: { id: appId } })
  const place = await ctx.db.appHost.findFirstOrThrow({ where: { appId } })
  expect(currentReleaseId).not.toBeNull()
  await startDeployment({ ctx, input: { appId, trigger: 'api', image } })
  const scenario = { appId, oldReleaseId: currentReleaseId ?? '', key: place.proxyKey ?? 0, faults: planned }
  return [...(await play(world, scenario)), ...(await leftWrong(appId, setting))]
}

/** On the fast clock half a second of a busy machine is a lease: whoever lost it takes it again. */
const undisturbed = async (appId: string, run: () => Promise<void>): Promise<void> => {
  const isLost = await run().then(
    () => false,
    (error: unknown) => {
      if (!(error instanceof LeaseLostError)) throw error
      return true
    },
  )
  if (!isLost) return
  await expireLease(world.ctx, appId)
  await undisturbed(appId, run)
}

/** Where the engine and the proxies are not what the database says, and where that is not an end. */
const leftWrong = async (appId: string, setting: Setting): Promise<string[]> => {
  const { ctx, engine, proxies } = world
  const [app, place, rows, deployments] = await Promise.all([
    ctx.db.app.findUniqueOrThrow({ where: { id: appId } }),
    ctx.db.appHost.findFirstOrThrow({ where: { appId } }),
    ctx.db.replica.findMany({ where: { appId, state: { not: 'gone' } } }),
    ctx.db.deployment.findMany({ where: { appId }, orderBy: { number: 'asc' } }),
  ])
  const wrong: string[] = []
  const should = (what: string, is: unknown, be: unknown): void => {
    if (JSON.stringify(is) !== JSON.stringify(be))
      wrong.push(`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(be)}`)
  }
  const containers = [...engine.containers.values()].filter(({ spec }) => spec.labels['gapless.app'] === appId)
  should('unfinished deployments', deployments.filter((one) => one.finishedAt === null).length, 0)
  if (endsWell(setting)) should('how it ended', deployments.at(-1)?.status, 'succeeded')
  should('unfinished drains', deployments.filter((one) => one.drainState === 'pending').length, 0)
  should(
    'states of replicas',
    rows.map((row) => row.state),
    Array(setting.replicas).fill('ready'),
  )
  should('releases of replicas', [...new Set(rows.map((row) => row.releaseId))], [app.currentReleaseId])
  should('containers', containers.map(({ spec }) => spec.name).sort(), rows.map((row) => row.containerName).sort())
  should(
    'running',
    containers.every((one) => one.status === 'running' && one.isKept),
    true,
  )
  for (const proxy of proxies.both) {
    should('route', proxy.routes.get(place.proxyKey ?? 0) ?? null, place.activeSide as Side | null)
    const filled = [...proxy.slots.values()].filter((slot) => slot.key === place.proxyKey && slot.address !== null)
    const told = filled.map((slot) => `${slot.side}${slot.slot} ${slot.address} ${slot.state}`).sort()
    should('slots', told, rows.map((row) => `${row.side}${row.slot} ${row.address}:${row.port} ready`).sort())
  }
  should('what restarted proxies would serve', proxies.wouldServe(place.proxyKey ?? 0), [true, true])
  return wrong
}

/** So many at once: they wait for the database more than they work. */
const inTurns = async <Item, Result>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += atOnce) {
    results.push(...(await Promise.all(items.slice(from, from + atOnce).map(act))))
  }
  return results
}

describe('while the old release has a healthy replica, requests have somewhere to go, and nothing is left undone', () => {
  it('when nothing happens', async () => {
    expect(await playOne({ replicas: 2, verifySeconds: 1, image: 'good:v2', faults: [] })).toEqual([])
  })

  it.each(['worker killed', 'worker stalled'] satisfies FaultKind[])('whichever step finds the %s', async (kind) => {
    // One of two: before a step and after it mostly differ in nothing but the step that is not done.
    const steps = Array.from({ length: 80 }, (_, index) => 2 * index + (kind === 'worker killed' ? 1 : 2))
    const wrong = await inTurns(steps, 10, async (at) => {
      const found = await playOne({ replicas: 1, verifySeconds: 0, image: 'slow:v2', faults: [{ at, kind }] })
      return found.map((what) => `step ${at}: ${what}`)
    })
    expect(wrong.flat()).toEqual([])
  })

  it('whatever happens when', async () => {
    const setting = fc.record({
      replicas: fc.integer({ min: 1, max: 2 }),
      verifySeconds: fc.constantFrom(0, 1),
      image: fc.constantFrom('good:v2', 'slow:v2', 'unhealthy:v2', 'crashing:v2'),
      faults: fc.array(fc.record({ at: fc.integer({ min: 1, max: 160 }), kind: fc.constantFrom(...faults) }), {
        minLength: 1,
        maxLength: 4,
      }),
    })
    await fc.assert(
      fc.asyncProperty(setting, async (one) => {
        expect(await playOne(one)).toEqual([])
      }),
      { numRuns: 80 },
    )
  })
})
