import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppInput } from '@/core/apps/schema'
import { thin } from '@/core/format/number'
import { nothing, shareOf } from '@/core/verification/counted'
import { engineOf } from '@/services/deployments/run'
import { startDeployment } from '@/services/deployments/start-deployment'
import { createSampler } from '@/services/samples/sample-due-hosts'
import { sampleImage, testDocker } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { type LoadReport, startLoad } from '@/tests/support/load'
import { createMortalWorker } from '@/tests/support/mortal-worker'
import { takeOver, work } from '@/tests/support/take-over'
import { ask } from '@/tests/support/traffic'

let engine: TestEngine
let v1: string
let v2: string

beforeAll(async () => {
  ;[engine, v1, v2] = await Promise.all([startTestEngine(), sampleImage('v1'), sampleImage('v2')])
})
afterAll(() => engine.stop())

const settings = (name: string): AppInput => ({
  name,
  image: v1,
  port: 3000,
  domains: [`${name}.localhost`],
  drainSeconds: 2,
  stopGraceSeconds: 3,
})

/** When each of the app's containers on the host was started, by name. */
const startsOf = async (appId: string): Promise<Map<string, string | null>> => {
  const host = await engine.ctx.db.host.findFirstOrThrow()
  const replicas = await engine.ctx.db.replica.findMany({ where: { appId, state: { not: 'gone' } } })
  const states = await Promise.all(
    replicas.map(({ containerName }) => engineOf(engine.ctx, host).engine.inspect(containerName)),
  )
  return new Map(replicas.map(({ containerName }, index) => [containerName, states[index]?.startedAt ?? null]))
}

/** v1 serves some 100 requests a second, and v2 is deployed with these changes. */
const replace = async (name: string, change: Partial<AppInput>, more: Partial<AppInput> = {}) => {
  const app = await engine.createApp({ ...settings(name), verifySeconds: 0, ...more })
  const first = await engine.deploy(app.id)
  await engine.drained(first.id)
  expect(await engine.ended(first.id)).toMatchObject({ status: 'succeeded' })
  const before = await startsOf(app.id)
  await engine.changeApp(app.id, { ...settings(name), image: v2, verifySeconds: 10, env: {}, ...change })
  const load = startLoad({ port: engine.proxyPort, host: `${name}.localhost`, keepAlive: 4, idleGapMs: 70, fresh: 0 })
  while (load.report().requests < 100) await engine.ctx.clock.wait(50)
  const { id } = await engine.deploy(app.id)
  const ended = await engine.ended(id)
  const after = await startsOf(app.id)
  await engine.drained(id)
  return { app, ended, before, after, report: await load.stop() }
}

/** The old release's containers went on, and it got everything that began after the end. */
const expectOldServes = (
  { ended, before, after }: Pick<Awaited<ReturnType<typeof replace>>, 'ended' | 'before' | 'after'>,
  report: LoadReport,
) => {
  for (const [name, startedAt] of before) expect(after.get(name)).toBe(startedAt)
  expect(report.versions.v2?.lastBeganAt).toBeLessThan(Date.parse(ended.finishedAt ?? ''))
  expect(report.versions.v1?.lastBeganAt).toBeGreaterThan(Date.parse(ended.finishedAt ?? ''))
}

describe('a release that is worse than the one before is taken back', () => {
  it.each([
    ['a fifth of its answers are 500', '500-percent:20'],
    ['a fifth of its answers break off', 'breaks-off-percent:20'],
  ])('when %s, though its health checks pass', async (_, BROKEN) => {
    const { ended, report, ...containers } = await replace(BROKEN.replace(/[^a-z]/g, ''), { env: { BROKEN } })
    expect(ended).toMatchObject({
      previousReleaseId: expect.any(String),
      status: 'rolled_back',
      failure: { step: 'verifying', code: 'error_rate_after_shift' },
      comparison: { errors: { verdict: 'worse', old: { bad: 0 } } },
    })
    const errors = ended.comparison?.errors
    expect(errors?.new.bad).toBeGreaterThanOrEqual(5)
    expect(errors?.new.requests).toBeGreaterThanOrEqual(20)
    expect(errors?.old.requests).toBeGreaterThanOrEqual(100)
    const { what, meaning } = ended.failure?.explanation ?? { what: '', meaning: '' }
    expect(what.replaceAll(thin, ' ')).toMatch(
      /: \d\d(\.\d)? % of \d+ requests failed on v2, 0 % of \d+ requests on v1\.$/,
    )
    expect(meaning).toBe('Traffic went back to v1, which is serving.')
    expectOldServes({ ended, ...containers }, report)
  })

  it('when its answers take much longer', async () => {
    const { ended, report, ...containers } = await replace('slower', { env: { BROKEN: 'slow-answers:600' } })
    expect(ended).toMatchObject({
      status: 'rolled_back',
      failure: { step: 'verifying', code: 'slower_after_shift' },
      comparison: { errors: { verdict: 'no_difference' }, latency: { verdict: 'worse' } },
    })
    // Some may be on their way as it is counted: asked, and not yet slow.
    expect(shareOf(ended.comparison?.latency?.new ?? nothing)).toBeGreaterThan(0.8)
    expect(ended.failure?.message.replaceAll(thin, ' ')).toMatch(
      /: \d+(\.\d)? % of \d+ answers took more than \d+ ms on v2, 0 % of \d+ answers on v1\./,
    )
    expect(report.failed).toBe(0)
    expectOldServes({ ended, ...containers }, report)
  })
})

it('a release whose container ended while no worker was there is taken back by the one that takes over', async () => {
  const app = await engine.createApp({ ...settings('unseen'), verifySeconds: 0 })
  await engine.drained((await engine.deploy(app.id)).id)
  await engine.changeApp(app.id, { ...settings('unseen'), image: v2, verifySeconds: 2 })
  const worker = createMortalWorker(engine.ctx, (call, phase) => call === 'engine.keepRunning' && phase === 'after')
  // What it was told to do next is for the one that takes over.
  worker.ctx.jobs = { add: async () => undefined }
  const { id } = await startDeployment({ ctx: worker.ctx, input: { appId: app.id, trigger: 'api' } })
  work(worker, app.id)
  await worker.died
  const replica = await engine.ctx.db.replica.findFirstOrThrow({ where: { deploymentId: id } })
  const container = testDocker().getContainer(replica.containerName)
  process.kill((await container.inspect()).State.Pid, 'SIGKILL')
  // Its engine starts it again, and nothing is to be seen of what was.
  const back = async () => ask({ httpPort: engine.proxyPort }, 'unseen.localhost').then(({ headers }) => headers)
  await expect.poll(async () => (await container.inspect()).RestartCount).toBe(1)
  await expect.poll(back).toMatchObject({ 'x-version': 'v2' })
  await takeOver(engine.ctx, app.id)
  expect(await engine.drained(id)).toMatchObject({
    status: 'rolled_back',
    failure: { step: 'verifying', code: 'restarted_after_shift' },
  })
})

describe('a release stays', () => {
  it('that is as good as the one before, and what was compared is kept', async () => {
    const broken = { env: { BROKEN: 'noisy-500-percent:5' } }
    const { ended } = await replace('equal', { ...broken, verifySeconds: 6 }, broken)
    expect(ended).toMatchObject({
      status: 'succeeded',
      failure: null,
      comparison: { errors: { verdict: 'no_difference' }, latency: { old: { requests: expect.any(Number) } } },
    })
    expect(ended.comparison?.errors?.new.requests).toBeGreaterThan(100)
    expect(ended.comparison?.errors?.old.requests).toBeGreaterThanOrEqual(100)
  })

  it('that is worse, where the app’s settings leave that out', async () => {
    const { ended } = await replace('off', {
      env: { BROKEN: '500-percent:20' },
      verification: { errors: false, latency: false },
      verifySeconds: 3,
    })
    expect(ended).toMatchObject({ status: 'succeeded', comparison: null })
  })

  it('that is worse in what is left out, while the other is compared', async () => {
    const { ended } = await replace('half', {
      env: { BROKEN: '500-percent:20' },
      verification: { errors: false },
      verifySeconds: 3,
    })
    expect(ended).toMatchObject({ status: 'succeeded', comparison: { errors: null, latency: expect.anything() } })
  })

  it('that is the first: there is nothing to compare it with', async () => {
    const app = await engine.createApp({
      ...settings('first'),
      env: { BROKEN: '500-percent:50' },
      verifySeconds: 2,
    })
    const load = startLoad({ port: engine.proxyPort, host: 'first.localhost', keepAlive: 4, idleGapMs: 70 })
    const ended = await engine.ended((await engine.deploy(app.id)).id)
    await load.stop()
    expect(ended).toMatchObject({ status: 'succeeded', comparison: null })
  })
})

it('an app’s samples know how many answers were slow', async () => {
  const app = await engine.createApp({
    ...settings('slow-samples'),
    env: { BROKEN: 'slow-answers:120' },
    verifySeconds: 0,
  })
  await engine.drained((await engine.deploy(app.id)).id)
  const sampleAt = async (at: Date) => {
    const sampler = createSampler({ ...engine.ctx, clock: { ...engine.ctx.clock, now: () => at } })
    await sampler.sampleDueHosts()
    await sampler.idle()
    expect(await engine.ctx.db.host.findFirst()).toMatchObject({ statusMessage: null, checkedAt: at })
  }
  const at = new Date(Math.floor(Date.now() / 60_000) * 60_000)
  await sampleAt(at)
  const load = startLoad({ port: engine.proxyPort, host: 'slow-samples.localhost', keepAlive: 4 })
  while (load.report().requests < 20) await engine.ctx.clock.wait(50)
  const report = await load.stop()
  await sampleAt(new Date(at.getTime() + 10_000))
  const last = await engine.ctx.db.appSample.findFirstOrThrow({ where: { appId: app.id }, orderBy: { at: 'desc' } })
  expect(last.requests).toBe(report.requests)
  expect(last.slower.slice(0, 2)).toEqual([report.requests, report.requests])
  expect(last.slower).toHaveLength(8)
})
