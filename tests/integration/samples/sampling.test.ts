import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppView } from '@/services/apps/app-view'
import { readAppTraffic } from '@/services/samples/read-app-traffic'
import { readSparks } from '@/services/samples/read-sparks'
import { rollUpSamples } from '@/services/samples/roll-up-samples'
import { createSampler } from '@/services/samples/sample-due-hosts'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { ask as askProxy } from '@/tests/support/traffic'

let engine: TestEngine
let app: AppView
let at: Date

/** The engine's context at a moment of the test's choosing. */
const ctxAt = (moment: Date) => ({ ...engine.ctx, clock: { ...engine.ctx.clock, now: () => moment } })
const later = (seconds: number): Date => new Date(at.getTime() + seconds * 1000)
const sampleAt = async (moment: Date): Promise<void> => {
  const sampler = createSampler(ctxAt(moment))
  await sampler.sampleDueHosts()
  await sampler.idle()
}
/** Users' requests, one after the other; says how many were answered with an error. */
const ask = async (count: number): Promise<number> => {
  let errors = 0
  for (let i = 0; i < count; i++) {
    const answer = await askProxy({ httpPort: engine.proxyPort }, 'shop.localhost')
    if (answer.status >= 500) errors += 1
  }
  return errors
}
const samples = (seconds: number) =>
  engine.ctx.db.appSample.findMany({ where: { appId: app.id, seconds }, orderBy: { at: 'asc' } })

beforeAll(async () => {
  const [started, image] = await Promise.all([startTestEngine(), sampleImage('v1')])
  engine = started
  app = await engine.createApp({
    name: 'shop',
    image,
    port: 3000,
    domains: ['shop.localhost'],
    env: { BROKEN: '500-percent:10' },
    verifySeconds: 0,
    drainSeconds: 1,
  })
  const { id } = await engine.deploy(app.id)
  await engine.drained(id)
  // A whole minute, so that what is rolled up can be told.
  at = new Date(Math.floor(Date.now() / 60_000) * 60_000)
})
afterAll(() => engine.stop())

describe('sampling a host', () => {
  it('begins without a claim about what was before', async () => {
    await ask(1)
    await sampleAt(at)
    expect(await samples(10)).toMatchObject([{ at, requests: 0, errors: 0, covered: 10 }])
  })

  it('counts what users asked for since, and what failed', async () => {
    const errors = await ask(30)
    expect(errors).toBeGreaterThan(1)
    await sampleAt(later(10))
    const [, sample] = await samples(10)
    expect(sample).toMatchObject({ at: later(10), requests: 30, errors })
    expect(sample?.memoryBytes).toBeGreaterThan(1_000_000)
    expect(sample?.cpuPercent).toBeGreaterThanOrEqual(0)
    expect(sample?.responseMs).toBeGreaterThanOrEqual(0)
  })

  it('leaves a span that was sampled already to whoever did', async () => {
    await ask(5)
    await Promise.all([sampleAt(later(20)), sampleAt(later(20)), sampleAt(later(21))])
    expect((await samples(10)).map((sample) => sample.requests)).toEqual([0, 30, 5])
  })

  it('spreads what came in a gap over the gap', async () => {
    await ask(8)
    await sampleAt(later(60))
    expect((await samples(10)).slice(3).map((sample) => [sample.at, sample.requests])).toEqual([
      [later(30), 2],
      [later(40), 2],
      [later(50), 2],
      [later(60), 2],
    ])
  })

  it('says how each replica is', async () => {
    const [reading, ...more] = await engine.ctx.db.replicaReading.findMany()
    expect(more).toEqual([])
    expect(reading).toMatchObject({ health: 'up', restarts: 0, startedAt: expect.any(Date) })
    expect(reading?.memoryBytes).toBeGreaterThan(1_000_000)
  })

  it('keeps the host’s own facts', async () => {
    const host = await engine.ctx.db.host.findFirstOrThrow()
    expect(host).toMatchObject({ status: 'ready', statusMessage: null, engineVersion: expect.stringMatching(/^\d+\./) })
    expect(host.containers).toBeGreaterThanOrEqual(3)
    expect(host.diskBytes).toBeGreaterThan(0)
    expect(host.proxies).toMatchObject([{ running: true }, { running: true }])
  })

  it('marks a host that does not answer, and one that is back', async () => {
    const host = await engine.ctx.db.host.findFirstOrThrow()
    await engine.ctx.db.host.update({
      where: { id: host.id },
      data: { endpoint: { type: 'socket', path: '/nowhere/docker.sock' } },
    })
    await sampleAt(later(70))
    const gone = await engine.ctx.db.host.findFirstOrThrow()
    expect(gone).toMatchObject({ status: 'unreachable', statusMessage: expect.stringMatching(/goes on serving/) })
    await engine.ctx.db.host.update({ where: { id: host.id }, data: { endpoint: host.endpoint ?? {} } })
    await sampleAt(later(80))
    expect(await engine.ctx.db.host.findFirstOrThrow()).toMatchObject({ status: 'ready', statusMessage: null })
  })
})

describe('longer spans', () => {
  it('are made from shorter ones, the same however often', async () => {
    for (let i = 0; i < 2; i++) await rollUpSamples(ctxAt(later(90)))
    const minutes = await samples(60)
    expect(minutes.map((sample) => [sample.at, sample.requests, sample.covered])).toEqual([
      [at, 41, 60],
      [later(60), 2, 30],
    ])
    const errors = (await samples(10)).reduce((sum, sample) => sum + sample.errors, 0)
    expect(minutes.reduce((sum, sample) => sum + sample.errors, 0)).toBeCloseTo(errors)
    expect((await samples(3600)).reduce((sum, sample) => sum + sample.requests, 0)).toBe(43)
  })

  it('outlive the shorter ones', async () => {
    await rollUpSamples(ctxAt(later(4 * 3600)))
    expect(await samples(10)).toEqual([])
    expect(await samples(60)).not.toEqual([])
    await rollUpSamples(ctxAt(later(3 * 86_400)))
    expect(await samples(60)).toEqual([])
    expect(await samples(3600)).not.toEqual([])
  })
})

describe('what the charts show', () => {
  it('is the traffic with the deployment that moved it', async () => {
    const traffic = await readAppTraffic({ ctx: engine.ctx, input: { appId: app.id, range: '24h' } })
    expect(traffic.points).toHaveLength(144)
    expect(traffic.points.at(-1)?.requestsPerSecond ?? traffic.points.at(-2)?.requestsPerSecond).toBeGreaterThan(0)
    expect(traffic.points[0]).toMatchObject({ requestsPerSecond: null, errors: null })
    expect(traffic.marks).toMatchObject([{ number: 1, status: 'succeeded', release: 1 }])
  })

  it('is not for another team', async () => {
    const other = { ...engine.ctx, actor: { ...engine.ctx.actor, teamId: 'another' } }
    expect(await readSparks({ ctx: other, input: { appIds: [app.id] } })).toEqual({})
  })
})
