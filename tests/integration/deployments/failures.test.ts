import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppInput } from '@/core/apps/schema'
import type { DeploymentView } from '@/services/deployments/deployment-view'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { startLoad } from '@/tests/support/load'

let engine: TestEngine
let good: string
let other: string

beforeAll(async () => {
  ;[engine, good, other] = await Promise.all([startTestEngine(), sampleImage('v1'), sampleImage('v2')])
})
afterAll(() => engine.stop())

const base = (name: string): AppInput => ({
  name,
  image: good,
  port: 3000,
  domains: [`${name}.localhost`],
  healthCheck: { deadlineSeconds: 4, timeoutSeconds: 0.5 },
  verifySeconds: 3,
  drainSeconds: 5,
  stopGraceSeconds: 3,
})

/** Deploys v1, then v2 with this change, under load all the while. */
const deployBroken = async (name: string, change: Partial<AppInput>) => {
  const app = await engine.createApp(base(name))
  const first = await engine.ended((await engine.deploy(app.id)).id)
  expect(first).toMatchObject({ status: 'succeeded', failure: null })
  await engine.changeApp(app.id, { ...base(name), ...change })
  const load = startLoad({
    port: engine.proxyPort,
    host: `${name}.localhost`,
    keepAlive: 4,
    fresh: 1,
    posts: 1,
    postPath: '/echo',
  })
  const started = await engine.deploy(app.id, change.image ? {} : { image: other })
  const ended = await engine.ended(started.id)
  await engine.drained(started.id)
  const report = await load.stop()
  return { app, ended, report }
}

const broken = (kind: string): Partial<AppInput> => ({ env: { BROKEN: kind } })

const expectOldServed = (ended: DeploymentView, report: { failed: number; failures: unknown; versions: object }) => {
  expect(report.failures).toEqual([])
  expect(report.failed).toBe(0)
  expect(ended.proof?.failed ?? 0).toBe(0)
}

describe('a release that cannot serve leaves the old one serving and says why', () => {
  it.each([
    ['exits', broken('exits-at-once'), 'container_exited', /ended with exit code 1 .* v1 is still serving/],
    ['closed', broken('port-closed'), 'port_never_opened', /Nothing listened on port 3000 within 4 s/],
    ['unhealthy', broken('never-healthy'), 'health_wrong_status', /never answered 200 on \/health .*last answer: 503/],
    ['absent', broken('health-404'), 'health_wrong_status', /last answer: 404/],
    ['erring', broken('health-500'), 'health_wrong_status', /last answer: 500/],
    ['redirects', broken('health-redirect'), 'health_redirected', /only 200 counts/],
    ['slow', broken('health-slow'), 'health_too_slow', /gave no answer in time/],
    [
      'hungry',
      { env: { BROKEN: 'memory-hog', READY_AFTER_MS: '60000' }, resources: { memoryMb: 64 } },
      'out_of_memory',
      /more than its 64 MB/,
    ],
    ['huge', { resources: { memoryMb: 1_000_000 } }, 'not_enough_memory', /has not enough memory/],
    [
      'nowhere',
      { image: 'localhost:1/none/such:v1' },
      'registry_unreachable',
      /registry of localhost:1\/none\/such:v1 did not answer/,
    ],
  ] satisfies [string, Partial<AppInput>, string, RegExp][])('%s', async (name, change, code, message) => {
    const { ended, report } = await deployBroken(name, change)
    expect(ended).toMatchObject({ status: 'failed', failure: { code } })
    expect(ended.failure?.message).toMatch(message)
    expectOldServed(ended, report)
    expect(Object.keys(report.versions)).toEqual(['v1'])
  })

  it('one that ends keeps its last lines', async () => {
    const { ended } = await deployBroken('lines', broken('exits-at-once'))
    expect(ended.failure?.logs.join('\n')).toContain('DATABASE_URL is not set')
  })

  it('one that says what no database can hold ends all the same, and what it said is kept', async () => {
    const says = `process.stdout.write('bytes \\x00\\n'); process.exitCode = 1`
    const { app, ended } = await deployBroken('binary', { command: ['node', '-e', says] })
    expect(ended).toMatchObject({ status: 'failed', failure: { code: 'container_exited' } })
    expect(ended.failure?.logs).toContain('bytes \uFFFD')
    expect(await engine.ctx.db.deployment.count({ where: { appId: app.id, finishedAt: null } })).toBe(0)
  })

  it('one that dies while it is verified is rolled back', async () => {
    const { ended, report } = await deployBroken('dies', broken('dies-after:2'))
    expect(ended).toMatchObject({
      status: 'rolled_back',
      failure: { step: 'verifying', code: 'restarted_after_shift' },
    })
    expect(ended.failure?.explanation?.meaning).toMatch(/^Traffic went back to v1, which is serving\./)
    // What the dying process had in hand is lost with it; nothing that began afterwards is.
    expect(report.failed).toBeLessThanOrEqual(6)
  })

  it.each([
    ['its only process', 'starved', 'memory-hog-after:2', 6],
    ['a process besides the one that answers', 'worker', 'child-hog-after:2', 0],
  ])('one that runs out of memory while it is verified is rolled back, by %s', async (_, name, kind, mayFail) => {
    const { ended, report } = await deployBroken(name, {
      env: { BROKEN: kind },
      resources: { memoryMb: 128 },
      verifySeconds: 8,
    })
    expect(ended).toMatchObject({ status: 'rolled_back', failure: { step: 'verifying', code: 'out_of_memory' } })
    expect(ended.failure?.message).toMatch(/more than its 128 MB/)
    expect(report.failed).toBeLessThanOrEqual(mayFail)
  })

  it('one that turns unhealthy while it is verified is rolled back without a failed request', async () => {
    const { ended, report } = await deployBroken('turns', broken('unhealthy-after:2'))
    expect(ended).toMatchObject({ status: 'rolled_back', failure: { code: 'unhealthy_after_shift' } })
    expectOldServed(ended, report)
  })
})
