import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PrismaClient } from '@/prisma/generated/client'
import { countTroubledApps } from '@/services/apps/count-troubled-apps'
import { findApps } from '@/services/apps/find-apps'
import { listApps } from '@/services/apps/list-apps'
import type { Context } from '@/services/context'
import { listDeployers } from '@/services/deployments/list-deployers'
import { listHistory } from '@/services/deployments/list-history'
import { compareWithPrevious } from '@/services/releases/compare-with-previous'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'
import { createSampleTeam, type SampleTeam } from '@/tests/support/team'

let world: ServiceWorld
let db: PrismaClient
let team: SampleTeam
let other: SampleTeam
let ctx: Context

const settings = {
  port: 3000,
  healthCheck: {
    path: '/health',
    intervalSeconds: 1,
    timeoutSeconds: 2,
    successThreshold: 1,
    failureThreshold: 3,
    deadlineSeconds: 60,
  },
  resources: {},
  volumes: [],
}
const live = {
  replicas: 1,
  rollout: { strategy: 'rolling', maxSurge: 1 },
  stopGraceSeconds: 30,
  drainSeconds: 30,
  verifySeconds: 10,
}
const seal = (appId: string, env: object) => world.as(team.teamId).vault.seal(JSON.stringify(env), `app:${appId}:env`)

beforeAll(async () => {
  world = await createServiceWorld()
  db = world.database
  team = await createSampleTeam(db, 'one')
  other = await createSampleTeam(db, 'two')
  ctx = world.as(team.teamId)
  for (const { appId, releaseId } of [team, other]) {
    const data = { runSettings: settings, liveSettings: live, envSealed: seal(appId, {}), currentReleaseId: releaseId }
    await db.app.update({ where: { id: appId }, data })
    await db.release.update({ where: { id: releaseId }, data: { runSettings: settings, envSealed: seal(appId, {}) } })
  }
  await db.replica.updateMany({ data: { state: 'ready' } })
})
afterAll(() => world.close())

describe('a history', () => {
  const numbers = async (filter: object) => {
    const { data } = await listHistory({ ctx, input: { limit: 50, appId: team.appId, filter } })
    return data.map((one) => one.number)
  }
  const add = (number: number, more: object) =>
    db.deployment.create({
      data: {
        teamId: team.teamId,
        appId: team.appId,
        number,
        trigger: 'api',
        actorType: 'user',
        actorId: 'ada',
        actorName: 'Ada',
        ...more,
      },
    })

  beforeAll(async () => {
    await add(2, { status: 'failed', queuedAt: new Date('2026-03-01T23:59:00Z') })
    await add(3, { status: 'rolled_back', actorId: 'bob', queuedAt: new Date('2026-03-02T00:00:00Z') })
    await add(4, { status: 'superseded', queuedAt: new Date('2026-03-03T12:00:00Z') })
  })

  it('is narrowed by how it ended', async () => {
    expect(await numbers({ outcome: 'failed' })).toEqual([3, 2])
    expect(await numbers({ outcome: 'ended' })).toEqual([4])
    expect(await numbers({ outcome: 'running' })).toEqual([1])
    expect(await numbers({ outcome: 'succeeded' })).toEqual([])
  })
  it('is narrowed by person, and by whole days', async () => {
    expect(await numbers({ by: 'bob' })).toEqual([3])
    expect(await numbers({ from: '2026-03-02', to: '2026-03-02' })).toEqual([3])
    expect(await numbers({ from: '2026-03-02', to: '2026-03-03' })).toEqual([4, 3])
    expect(await numbers({ to: '2026-03-01' })).toEqual([2])
    expect(await numbers({ outcome: 'failed', by: 'ada' })).toEqual([2])
  })
  it('knows the team’s people and tokens, and nobody else’s', async () => {
    const names = (await listDeployers({ ctx, input: {} })).map((one) => one.name)
    expect(names).toEqual(['one'])
  })
})

describe('apps', () => {
  const names = async (input: { text?: string; onlyTroubled?: boolean }) =>
    (await listApps({ ctx, input: { limit: 50, ...input } })).data.map((app) => app.name)

  it('are found by a part of their name or domain, in the team only', async () => {
    expect(await names({ text: 'SHO' })).toEqual(['shop'])
    expect(await names({ text: 'one.example' })).toEqual(['shop'])
    expect(await names({ text: 'two.example' })).toEqual([])
    expect(await names({ text: '%' })).toEqual([])
    expect((await findApps({ ctx, input: { text: 'sh' } })).map((app) => app.id)).toEqual([team.appId])
  })

  it('need someone when a replica fails its checks, or is not there', async () => {
    const replica = await db.replica.findFirstOrThrow({ where: { appId: team.appId } })
    const status = async () => (await listApps({ ctx, input: { limit: 1 } })).data[0]?.status
    expect(await countTroubledApps({ ctx, input: {} })).toBe(0)
    await db.deployment.updateMany({ where: { appId: team.appId, status: 'queued' }, data: { status: 'succeeded' } })
    expect(await status()).toBe('live')
    await db.replicaReading.update({ where: { replicaId: replica.id }, data: { health: 'down' } })
    expect(await countTroubledApps({ ctx, input: {} })).toBe(1)
    expect(await names({ onlyTroubled: true })).toEqual(['shop'])
    expect(await status()).toBe('down')
    await db.replicaReading.update({ where: { replicaId: replica.id }, data: { health: 'up' } })
    expect(await names({ onlyTroubled: true })).toEqual([])
    expect(await status()).toBe('live')
  })
})

describe('what a deployment changed', () => {
  it('is told by names, never by values of env', async () => {
    const release = await db.release.create({
      data: {
        teamId: team.teamId,
        appId: team.appId,
        number: 2,
        image: 'shop:2',
        digest: 'sha256:other',
        runSettings: { ...settings, port: 4000 },
        envSealed: seal(team.appId, { API_KEY: 'a-secret' }),
        envNames: ['API_KEY'],
        secretEnv: ['API_KEY'],
      },
    })
    const { id } = await db.deployment.create({
      data: {
        teamId: team.teamId,
        appId: team.appId,
        number: 9,
        trigger: 'api',
        actorType: 'user',
        actorId: 'ada',
        actorName: 'Ada',
        releaseId: release.id,
        previousReleaseId: team.releaseId,
      },
    })
    const changes = await compareWithPrevious({ ctx, input: { deploymentId: id } })
    expect(changes).toMatchObject({ from: 1, to: 2 })
    expect(changes.differences?.map((one) => one.what)).toEqual(['Image', 'Port', 'API_KEY'])
    expect(JSON.stringify(changes)).not.toContain('a-secret')
    const stranger = world.as(other.teamId)
    await expect(compareWithPrevious({ ctx: stranger, input: { deploymentId: id } })).rejects.toMatchObject({
      kind: 'not_found',
    })
  })
})
