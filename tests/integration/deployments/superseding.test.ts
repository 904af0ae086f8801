import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { event } from '@/tests/support/event'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'

let world: SimulatedWorld

beforeAll(async () => {
  world = await createSimulatedWorld(hastyClock(20))
})
afterAll(() => world.close())

const create = async (name: string): Promise<string> => {
  const input = { name, image: 'good:v1', port: 3000, domains: [`${name}.localhost`], verifySeconds: 0 }
  return (await createApp({ ctx: world.ctx, input: appSchema.parse(input) })).id
}

const begin = (appId: string) => startDeployment({ ctx: world.ctx, input: { appId, trigger: 'api' } })
const run = (appId: string) =>
  runNextDeployment({ ctx: world.ctx, input: { appId, owner: 'worker', stopping: new AbortController().signal } })

/** Cancels the deployment in a transaction that commits only once someone else waits for its row. */
const cancelWhile = async (id: string, act: () => Promise<unknown>): Promise<void> => {
  const { instanceDb: db, clock } = world.ctx
  const cancelled = event()
  const cancelling = db.$transaction(async (tx) => {
    await tx.deployment.update({ where: { id }, data: { status: 'cancelled', finishedAt: clock.now() } })
    cancelled.happen()
    for (let waiting = 0n; waiting === 0n; ) {
      const rows = await tx.$queryRaw<{ count: bigint }[]>`SELECT count(*) FROM pg_locks l
        JOIN pg_stat_activity a ON a.pid = l.pid WHERE NOT l.granted AND a.datname = current_database()`
      waiting = rows[0]?.count ?? 0n
    }
  })
  await cancelled.happened
  await Promise.all([act(), cancelling])
}

/** How the deployment has ended, and how often that was told. */
const endOf = async (id: string): Promise<[string, number]> => {
  const { db } = world.ctx
  const { status } = await db.deployment.findUniqueOrThrow({ where: { id } })
  const told = await db.deploymentEvent.findMany({ where: { deploymentId: id, type: 'status' } })
  return [status, told.filter(({ data }) => JSON.stringify(data).includes('superseded')).length]
}

describe('a queued deployment that a newer one makes needless', () => {
  it('is superseded, which is told once', async () => {
    const appId = await create('plain')
    const first = await begin(appId)
    await begin(appId)
    expect(await endOf(first.id)).toEqual(['superseded', 1])
  })

  it('stays cancelled where somebody cancels it as the newer one is queued', async () => {
    const appId = await create('queued')
    const first = await begin(appId)
    await cancelWhile(first.id, () => begin(appId))
    expect(await endOf(first.id)).toEqual(['cancelled', 0])
  })

  it('stays cancelled where somebody cancels it as a worker looks for what to run', async () => {
    const appId = await create('looked-for')
    const first = await begin(appId)
    const second = await begin(appId)
    await world.ctx.db.deployment.update({ where: { id: first.id }, data: { status: 'queued', finishedAt: null } })
    await world.ctx.db.deploymentEvent.deleteMany({ where: { deploymentId: first.id } })
    await cancelWhile(first.id, () => run(appId))
    expect(await endOf(first.id)).toEqual(['cancelled', 0])
    expect(await endOf(second.id)).toEqual(['succeeded', 0])
  })
})
