import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppInput } from '@/core/apps/schema'
import { lastRepair } from '@/core/reconcile/repair'
import type { Host } from '@/prisma/generated/client'
import { getApp } from '@/services/apps/get-app'
import { releaseTag } from '@/services/deployments/release-tag'
import { engineOf } from '@/services/deployments/run'
import { acquireAppLease } from '@/services/leases/app-lease'
import { reconcileHost } from '@/services/reconcile/reconcile-host'
import { randomInstanceId, removeInstance, sampleImage, testDocker } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { ask } from '@/tests/support/traffic'

const docker = testDocker()
const foreign = randomInstanceId()
let engine: TestEngine
let host: Host
let v1: string

beforeAll(async () => {
  ;[engine, v1] = await Promise.all([startTestEngine(), sampleImage('v1')])
  host = await engine.ctx.db.host.findFirstOrThrow()
})
afterAll(async () => {
  await engine.stop()
  await removeInstance(foreign)
})

const settings = (name: string): AppInput => ({
  name,
  image: v1,
  port: 3000,
  domains: [`${name}.localhost`],
  replicas: 2,
  verifySeconds: 0,
  drainSeconds: 0,
})

/** An app that serves, its replicas' containers in order. */
const serving = async (name: string) => {
  const app = await engine.createApp(settings(name))
  const first = await engine.drained((await engine.deploy(app.id)).id)
  expect(first.status).toBe('succeeded')
  // The first deployment looks whose the engine is.
  host = await engine.ctx.db.host.findUniqueOrThrow({ where: { id: host.id } })
  const replicas = await engine.ctx.db.replica.findMany({ where: { appId: app.id }, orderBy: { number: 'asc' } })
  const place = await engine.ctx.db.appHost.findFirstOrThrow({ where: { appId: app.id } })
  return { id: app.id, name, place, containers: replicas.map((replica) => replica.containerName) }
}

const reconcile = () => reconcileHost(engine.ctx, host.id)
const repairsOf = async (appId: string) => (await getApp({ ctx: engine.ctx, input: { appId } })).repairs
const answers = async (name: string) =>
  Promise.all([1, 2, 3, 4].map(async () => (await ask({ httpPort: engine.proxyPort }, `${name}.localhost`)).status))
const runningOf = async (names: readonly string[]): Promise<boolean[]> =>
  Promise.all(names.map(async (name) => (await docker.getContainer(name).inspect()).State.Running))
const lineTo = (proxyKey: number | null, fence: number) =>
  engine.ctx.traffic.open(engineOf(engine.ctx, host).target, proxyKey ?? 0, fence)

/** Resolves once the proxies see every replica healthy. */
const healthy = async ({ place }: { place: { proxyKey: number | null; activeSide: string | null } }) => {
  const session = await lineTo(place.proxyKey, 0)
  try {
    for (;;) {
      const health = await session.health(place.activeSide === 'a' ? 'a' : 'b')
      if (health.filter((one) => one.status === 'up').length === 2) return
      await engine.ctx.clock.wait(20)
    }
  } finally {
    await session.close()
  }
}

describe('the reconciler', () => {
  it('finds nothing amiss where all is as it should be', async () => {
    const app = await serving('fine')
    await reconcile()
    expect(await repairsOf(app.id)).toEqual([])
  })

  it('starts a replica that was stopped, makes one anew that was removed, and says so', async () => {
    const app = await serving('gone')
    await docker.getContainer(app.containers[0] ?? '').remove({ force: true })
    await docker.getContainer(app.containers[1] ?? '').stop({ t: 1 })
    await reconcile()
    expect(await runningOf(app.containers)).toEqual([true, true])
    await healthy(app)
    expect(await answers('gone')).toEqual([200, 200, 200, 200])
    expect(await repairsOf(app.id)).toMatchObject([
      { host: 'local', amiss: ['Replica 1 was gone.', 'Replica 2 did not run.'], failure: null },
    ])
    const told = await engine.ctx.db.auditEvent.findMany({ where: { action: 'app.repair', targetId: app.id } })
    expect(told).toMatchObject([{ actorType: 'system', actorName: 'Gapless' }])
    const [first] = app.containers
    const { HostConfig } = await docker.getContainer(first ?? '').inspect()
    expect(HostConfig.RestartPolicy?.Name).toBe('unless-stopped')
  })

  it('brings back proxies that were removed, with everything they served', async () => {
    await serving('proxies')
    await engine.ctx.traffic.removeProxies(engineOf(engine.ctx, host).target)
    await reconcile()
    expect(await answers('proxies')).toEqual([200, 200, 200, 200])
    // Whichever app was looked at first.
    const places = await engine.ctx.db.appHost.findMany()
    expect(places.flatMap((place) => lastRepair(place.repair)?.amiss ?? [])).toContain('No proxy ran.')
  })

  it('leads a proxy back that sends users elsewhere, knows other domains, or lacks a replica', async () => {
    const app = await serving('astray')
    const { place } = app
    const side = place.activeSide === 'a' ? 'a' : 'b'
    const session = await lineTo(place.proxyKey, 1_000_000)
    await session.route(side === 'a' ? 'b' : 'a')
    await session.setDomains(['other.localhost'])
    await session.vacate(side, [1])
    await session.close()
    // The proxies now know a higher fencing number than any worker has; give them the one of the next lease.
    await engine.ctx.instanceDb.$executeRaw`SELECT setval(pg_get_serial_sequence('"AppLease"', 'fencing'), 1000000)`
    await reconcile()
    await healthy(app)
    expect(await answers('astray')).toEqual([200, 200, 200, 200])
    expect((await repairsOf(app.id))[0]?.amiss).toEqual([
      'A proxy sent requests elsewhere.',
      'A proxy had other domains.',
      'A proxy did not know every replica.',
    ])
  })

  it('takes away containers of ours that nobody has, and no others', async () => {
    const make = async (name: string, labels: Record<string, string>) => {
      await docker.createContainer({ name, Image: v1, Labels: labels })
      return name
    }
    const ours = { 'gapless.instance': engine.ctx.instance.id }
    const orphan = await make(`gapless-${foreign}-orphan`, { ...ours, 'gapless.role': 'app' })
    const task = await make(`gapless-${foreign}-task`, { ...ours, 'gapless.role': 'task', 'gapless.deployment': 'no' })
    const trial = await make(`gapless-${foreign}-trial`, { ...ours, 'gapless.role': 'task' })
    const other = await make(`gapless-${foreign}-other`, { 'gapless.instance': foreign, 'gapless.role': 'app' })
    const plain = await make(`gapless-${foreign}-plain`, {})
    try {
      await reconcile()
      const left = (await docker.listContainers({ all: true })).map((one) => one.Names[0]?.slice(1))
      expect([orphan, task, trial, other, plain].filter((name) => left.includes(name))).toEqual([trial, other, plain])
    } finally {
      for (const name of [trial, other, plain]) await docker.getContainer(name).remove({ force: true })
    }
  })

  it('leaves an app alone that someone else is busy with', async () => {
    const app = await serving('busy')
    const { instanceDb: db, clock } = engine.ctx
    const lease = await acquireAppLease({ db, clock, appId: app.id, owner: 'someone' })
    await docker.getContainer(app.containers[0] ?? '').stop({ t: 1 })
    await reconcile()
    expect(await runningOf(app.containers)).toEqual([false, true])
    await lease?.release()
    await reconcile()
    expect(await runningOf(app.containers)).toEqual([true, true])
  })

  it('says what it cannot put right, marks the app as degraded, and takes that back when it is right again', async () => {
    const app = await serving('stuck')
    const tag = releaseTag(engine.ctx.instance.id, 'stuck', 1)
    await docker.getImage(tag).remove()
    await docker.getContainer(app.containers[0] ?? '').remove({ force: true })
    await reconcile()
    const view = await getApp({ ctx: engine.ctx, input: { appId: app.id } })
    expect(view.status).toBe('degraded')
    expect(view.repairs).toMatchObject([{ amiss: ['Replica 1 was gone.'], failure: expect.stringMatching(/image/i) }])
    expect(await answers('stuck')).toEqual([200, 200, 200, 200])
    const [repo = '', version = ''] = tag.split(':')
    await docker.getImage(v1).tag({ repo, tag: version })
    await reconcile()
    expect(await runningOf(app.containers)).toEqual([true, true])
    expect((await repairsOf(app.id))[0]?.failure).toBeNull()
    expect((await getApp({ ctx: engine.ctx, input: { appId: app.id } })).status).toBe('live')
  })
})
