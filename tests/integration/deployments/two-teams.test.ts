import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopedTo } from '@/adapters/database/scoped-client'
import { systemActor } from '@/core/access/actor'
import { appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import type { Context } from '@/services/context'
import type { DeploymentView } from '@/services/deployments/deployment-view'
import { drainReplicas } from '@/services/deployments/drain-replicas'
import { getDeployment } from '@/services/deployments/get-deployment'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { grantHost } from '@/services/hosts/grant-host'
import { reconcileHost } from '@/services/reconcile/reconcile-host'
import { sampleHost } from '@/services/samples/sample-host'
import { sampleImage, testDocker } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { startLoad } from '@/tests/support/load'

let engine: TestEngine
let owner: Context
let guest: Context
let hostId: string
let v1: string
let v2: string
const stopping = new AbortController()

beforeAll(async () => {
  ;[engine, v1, v2] = await Promise.all([startTestEngine(), sampleImage('v1'), sampleImage('v2')])
  const { instanceDb } = engine.ctx
  const { id: teamId } = await instanceDb.team.create({ data: { name: 'Guests' } })
  hostId = (await instanceDb.host.findFirstOrThrow()).id
  const actor = { ...engine.ctx.actor, isOperator: true }
  await grantHost({ ctx: { ...engine.ctx, actor }, input: { hostId, teamId } })
  // What follows a deployment is called by the test itself.
  owner = { ...engine.ctx, jobs: { add: async () => undefined } }
  guest = { ...owner, actor: systemActor(teamId), db: scopedTo(instanceDb, { teamId, appIds: null }) }
})
afterAll(() => engine.stop())

/** The images of this test are on the engine only; the one that is every team's to try is a setting. */
const withSample = (ctx: Context, image: string): Context => ({
  ...ctx,
  instance: { ...ctx.instance, sampleImage: image },
})

const create = (ctx: Context, name: string, image: string) =>
  createApp({
    ctx,
    input: appSchema.parse({
      name,
      image,
      port: 3000,
      domains: [`${name}-${ctx === owner ? 'owner' : 'guest'}.localhost`],
      verifySeconds: 1,
      drainSeconds: 5,
      stopGraceSeconds: 5,
    }),
  })

const deploy = async (ctx: Context, appId: string, image: string): Promise<DeploymentView> => {
  const { id } = await startDeployment({ ctx, input: { appId, trigger: 'api', image } })
  await runNextDeployment({ ctx, input: { appId, owner: `test-${id}`, stopping: stopping.signal } })
  await drainReplicas({ ctx, input: { deploymentId: id, stopping: stopping.signal } })
  return getDeployment({ ctx, input: { deploymentId: id } })
}

describe('two teams on one host', () => {
  it('deploy at the same time behind the same proxies, and fail no request of each other', async () => {
    const [mine, theirs] = [await create(owner, 'shop', v1), await create(guest, 'shop', v1)]
    const first = [deploy(owner, mine.id, v1), deploy(withSample(guest, v1), theirs.id, v1)]
    expect((await Promise.all(first)).map((one) => one.status)).toEqual(['succeeded', 'succeeded'])
    const loads = ['shop-owner.localhost', 'shop-guest.localhost'].map((host) =>
      startLoad({ port: engine.proxyPort, host, keepAlive: 4 }),
    )
    const second = [deploy(owner, mine.id, v2), deploy(withSample(guest, v2), theirs.id, v2)]
    expect((await Promise.all(second)).map((one) => one.status)).toEqual(['succeeded', 'succeeded'])
    const reports = await Promise.all(loads.map((load) => load.stop()))
    expect(reports.map((report) => report.failures)).toEqual([[], []])
    expect(reports.map((report) => Object.keys(report.versions).sort())).toEqual([
      ['v1', 'v2'],
      ['v1', 'v2'],
    ])
  })

  it('each have containers on a network of their own, and figures of their own', async () => {
    const replicas = await owner.instanceDb.replica.findMany({ where: { state: 'ready' } })
    expect(replicas.map(({ teamId }) => teamId).sort()).toEqual([owner.actor.teamId, guest.actor.teamId].sort())
    const networks = await Promise.all(
      replicas.map(async ({ containerName }) => {
        const { NetworkSettings } = await testDocker().getContainer(containerName).inspect()
        return Object.keys(NetworkSettings.Networks)
      }),
    )
    expect(networks.map((names) => names.length)).toEqual([1, 1])
    expect(new Set(networks.flat()).size).toBe(2)
    await owner.instanceDb.hostSampling.create({ data: { hostId, teamId: owner.actor.teamId } })
    await sampleHost(owner, hostId)
    for (const ctx of [owner, guest]) {
      const readings = await ctx.db.replicaReading.findMany({ include: { replica: true } })
      expect(readings.map(({ replica }) => replica.teamId)).toEqual([ctx.actor.teamId])
    }
    await reconcileHost(owner, hostId)
    const repaired = await owner.instanceDb.appHost.findMany({ select: { repair: true } })
    expect(repaired).toEqual([{ repair: null }, { repair: null }])
  })

  it('are both given back the turn of a pre-deploy command that could not be ended with its deployment', async () => {
    const db = owner.instanceDb
    for (const ctx of [owner, guest]) {
      const { id } = await ctx.db.deployment.findFirstOrThrow({ where: { finishedAt: { not: null } } })
      await db.deployment.update({ where: { id }, data: { preDeployTurn: 'ledger' } })
    }
    expect(await db.deployment.count({ where: { preDeployTurn: 'ledger' } })).toBe(2)
    await reconcileHost(owner, hostId)
    expect(await db.deployment.count({ where: { preDeployTurn: 'ledger' } })).toBe(0)
  })

  it("cannot have each other's images by naming them", async () => {
    const [repo, tag] = ['localhost:1/private', 'v1']
    await testDocker().getImage(v1).tag({ repo, tag })
    const image = `${repo}:${tag}`
    try {
      const [mine, theirs] = [await create(owner, 'secret', image), await create(guest, 'secret', image)]
      expect((await deploy(owner, mine.id, image)).status).toBe('succeeded')
      const refused = await deploy(guest, theirs.id, image)
      expect([refused.status, refused.failure?.code]).toEqual(['failed', 'registry_unreachable'])
    } finally {
      await testDocker().getImage(image).remove()
    }
  })
})
