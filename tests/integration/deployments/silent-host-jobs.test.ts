import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import { removeApp } from '@/services/apps/remove-app'
import { syncDomains } from '@/services/apps/sync-domains'
import type { Context } from '@/services/context'
import { syncDashboard } from '@/services/dashboard/sync-dashboard'
import { drainReplicas } from '@/services/deployments/drain-replicas'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { sampleHost } from '@/services/samples/sample-host'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSilentHost } from '@/tests/support/simulation/silent-host'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'

let world: SimulatedWorld
const stopping = new AbortController().signal
const noAnswer = { code: 'host_unreachable' }

beforeAll(async () => {
  world = await createSimulatedWorld(hastyClock(20))
})
afterAll(() => world.close())

const silentFrom = (call: string): Context => createSilentHost(world.ctx, call).ctx
const nameFor = (job: string, call: string): string => `${job}-${call.toLowerCase().replace('.', '-')}`

const deploy = async (appId: string, image: string): Promise<string> => {
  const { id } = await startDeployment({ ctx: world.ctx, input: { appId, trigger: 'api', image } })
  await runNextDeployment({ ctx: world.ctx, input: { appId, owner: 'worker', stopping } })
  expect(await world.ctx.db.deployment.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'succeeded' })
  return id
}

const create = async (name: string): Promise<string> => {
  const settings = { name, image: 'good:v1', port: 3000, domains: [`${name}.localhost`] }
  const input = appSchema.parse({ ...settings, verifySeconds: 0, drainSeconds: 0 })
  return (await createApp({ ctx: world.ctx, input })).id
}

const containersOf = (appId: string): string[] =>
  [...world.engine.containers.values()].flatMap(({ spec }) =>
    spec.labels['gapless.app'] === appId ? [spec.image.replace(/.*:/, '')] : [],
  )

describe('a host that falls silent', () => {
  const drain = (ctx: Context, deploymentId: string) => drainReplicas({ ctx, input: { deploymentId, stopping } })

  it.each([
    'session.counters',
    'session.inFlight',
    'engine.stop',
    'session.cut',
    'session.vacate',
    'engine.remove',
    'session.store',
  ])('at %s ends the drain job, and the next one completes it', async (call) => {
    const appId = await create(nameFor('drain', call))
    await deploy(appId, 'good:v1')
    const next = await deploy(appId, 'good:v2')
    await expect(drain(silentFrom(call), next)).rejects.toMatchObject(noAnswer)
    expect(await world.ctx.db.deployment.findUniqueOrThrow({ where: { id: next } })).toMatchObject({
      drainState: 'pending',
    })
    await drain(world.ctx, next)
    expect(await world.ctx.db.deployment.findUniqueOrThrow({ where: { id: next } })).toMatchObject({
      drainState: 'done',
    })
    expect(containersOf(appId)).toEqual(['v2'])
  })

  it('as an old image is given up keeps the drain job no longer', async () => {
    const appId = await create('untag')
    await deploy(appId, 'good:v1')
    const next = await deploy(appId, 'good:v2')
    const [old, current] = await world.ctx.db.release.findMany({ where: { appId }, orderBy: { number: 'asc' } })
    if (!current) throw new Error('two releases were deployed')
    const { teamId, image, digest, envSealed } = current
    const newer = { appId, teamId, image, digest, envSealed, runSettings: {} }
    for (let number = 3; number <= 11; number += 1) await world.ctx.db.release.create({ data: { ...newer, number } })
    await drain(silentFrom('engine.untag'), next)
    expect(await world.ctx.db.release.findUniqueOrThrow({ where: { id: old?.id ?? '' } })).toMatchObject({
      retiredAt: expect.any(Date),
    })
  })

  it.each(['traffic.open', 'session.route', 'engine.list', 'engine.stop', 'engine.remove', 'engine.untag'])(
    'at %s ends the removal of an app, and the next one completes it',
    async (call) => {
      const appId = await create(nameFor('remove', call))
      await deploy(appId, 'good:v1')
      await world.ctx.db.app.update({ where: { id: appId }, data: { deletedAt: new Date() } })
      const remove = (ctx: Context) => removeApp({ ctx, input: { appId, owner: 'worker' } })
      await expect(remove(silentFrom(call))).rejects.toMatchObject(noAnswer)
      await remove(world.ctx)
      expect(await world.ctx.db.app.count({ where: { id: appId } })).toBe(0)
      expect(containersOf(appId)).toEqual([])
    },
  )

  it.each(['traffic.open', 'session.store'])('at %s ends the job that brings domains to it', async (call) => {
    const appId = await create(nameFor('domains', call))
    await deploy(appId, 'good:v1')
    await expect(syncDomains({ ctx: silentFrom(call), input: { appId } })).rejects.toMatchObject(noAnswer)
    await syncDomains({ ctx: world.ctx, input: { appId } })
  })

  it('ends the look whether its proxies lead to the dashboard', async () => {
    await expect(syncDashboard(silentFrom('traffic.look'))).rejects.toMatchObject(noAnswer)
  })

  it('is sampled as one that does not answer', async () => {
    await sampleHost(silentFrom('traffic.survey'), world.hostId)
    expect(await world.ctx.db.host.findUniqueOrThrow({ where: { id: world.hostId } })).toMatchObject({
      status: 'unreachable',
    })
  })
})
