import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppInput } from '@/core/apps/schema'
import { startDeployment } from '@/services/deployments/start-deployment'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { startLoad } from '@/tests/support/load'
import { type CallName, createMortalWorker, type Phase } from '@/tests/support/mortal-worker'
import { takeOver, work } from '@/tests/support/take-over'

let engine: TestEngine
let v1: string
let v2: string

beforeAll(async () => {
  ;[engine, v1, v2] = await Promise.all([startTestEngine(), sampleImage('v1'), sampleImage('v2')])
})
afterAll(() => engine.stop())

/** A worker begins to deploy the app, and dies there. */
const deployUntil = async (appId: string, diesAt: (call: CallName, phase: Phase) => boolean): Promise<string> => {
  const worker = createMortalWorker(engine.ctx, diesAt)
  // What it was told to do next is for the one that takes over.
  worker.ctx.jobs = { add: async () => undefined }
  const { id } = await startDeployment({ ctx: worker.ctx, input: { appId, trigger: 'api' } })
  work(worker, appId)
  await worker.died
  return id
}

it('a slow app whose worker died while it booted goes live when it has booted', async () => {
  const app = await engine.createApp({
    name: 'slow',
    image: v1,
    port: 3000,
    domains: ['slow.localhost'],
    env: { READY_AFTER_MS: '4000' },
    verifySeconds: 0,
    healthCheck: { deadlineSeconds: 12 },
  })
  let isFilled = false
  const id = await deployUntil(app.id, (call, phase) => {
    isFilled ||= call === 'session.fill' && phase === 'after'
    return isFilled && call === 'engine.inspect'
  })
  expect(await engine.ctx.db.deployment.findUnique({ where: { id } })).toMatchObject({ status: 'checking' })
  await takeOver(engine.ctx, app.id)
  expect(await engine.ended(id)).toMatchObject({ status: 'succeeded', failure: null })
})

describe('a release whose worker died when it had just gone live, and whose time is over when another one takes over', () => {
  const verifySeconds = 3

  /** v1 serves; v2 has been live for longer than it is to be verified, and nobody has looked. */
  const liveUnseen = async (name: string, env: AppInput['env']) => {
    const settings = { name, image: v1, port: 3000, domains: [`${name}.localhost`], drainSeconds: 2 }
    const app = await engine.createApp({ ...settings, verifySeconds: 0 })
    await engine.drained((await engine.deploy(app.id)).id)
    await engine.changeApp(app.id, { ...settings, image: v2, env, verifySeconds })
    const load = startLoad({ port: engine.proxyPort, host: `${name}.localhost`, keepAlive: 4, idleGapMs: 70, fresh: 0 })
    while (load.report().requests < 100) await engine.ctx.clock.wait(50)
    const id = await deployUntil(app.id, (call, phase) => call === 'engine.keepRunning' && phase === 'after')
    await engine.ctx.clock.wait(verifySeconds * 1000 + 500)
    const takenOverAt = Date.now()
    await takeOver(engine.ctx, app.id)
    const ended = await engine.ended(id)
    await load.stop()
    return { ended, watchedMs: Date.parse(ended.finishedAt ?? '') - takenOverAt }
  }

  it('is taken back when half of its answers have failed since', async () => {
    const { ended } = await liveUnseen('unwatched', { BROKEN: '500-percent:50' })
    expect(ended).toMatchObject({
      status: 'rolled_back',
      failure: { step: 'verifying', code: 'error_rate_after_shift' },
    })
  })

  it('is watched for its time before it stays', async () => {
    const { ended, watchedMs } = await liveUnseen('watched', {})
    expect(ended).toMatchObject({ status: 'succeeded', comparison: { errors: { verdict: 'no_difference' } } })
    expect(watchedMs).toBeGreaterThanOrEqual(verifySeconds * 1000)
  })
})
