import { once } from 'node:events'
import { createServer } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TrafficErrorCode } from '@/core/ports/traffic'
import type { Replica } from '@/prisma/generated/client'
import { WorkerStoppingError } from '@/services/deployments/interruptions'
import { engineOf } from '@/services/deployments/run'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { type CutOffWorker, createCutOffWorker } from '@/tests/support/cut-off-worker'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { event } from '@/tests/support/event'
import { ask } from '@/tests/support/traffic'

let engine: TestEngine
let v1: string
let v2: string
let worker: CutOffWorker

beforeAll(async () => {
  ;[engine, v1, v2] = await Promise.all([startTestEngine(), sampleImage('v1'), sampleImage('v2')])
})
beforeEach(() => {
  worker = createCutOffWorker(engine)
})
afterAll(() => engine.stop())

interface Serving {
  id: string
  domain: string
  releaseId: string
  replicas: Replica[]
}

/** An app of which v1 serves; what is deployed next is verified for longer than a test takes. */
const serveV1 = async (name: string): Promise<Serving> => {
  const domain = `${name}.localhost`
  const settings = { name, image: v1, port: 3000, domains: [domain], drainSeconds: 5, stopGraceSeconds: 3 }
  const { id } = await engine.createApp({ ...settings, verifySeconds: 0 })
  const first = await engine.drained((await engine.deploy(id)).id)
  await engine.changeApp(id, { ...settings, verifySeconds: 300 })
  const { release } = first
  if (first.status !== 'succeeded' || !release) throw new Error(`v1 does not serve: ${first.failure?.message}`)
  return { id, domain, releaseId: release.id, replicas: await replicasOf(id) }
}

const replicasOf = (appId: string): Promise<Replica[]> =>
  engine.ctx.db.replica.findMany({ where: { appId, state: { not: 'gone' } } })

/** These replicas and no others are there, they run, and users get v1. */
const expectServing = async (app: Serving, replicas: readonly Replica[]): Promise<void> => {
  expect(await replicasOf(app.id)).toEqual(replicas)
  expect(replicas).toMatchObject([{ state: 'ready', drainingFor: null }])
  const host = await engine.ctx.db.host.findFirstOrThrow()
  const state = await engineOf(engine.ctx, host).engine.inspect(replicas[0]?.containerName ?? '')
  expect(state).toMatchObject({ status: 'running', restarts: 0 })
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => ask({ httpPort: engine.proxyPort }, app.domain)))
  expect(new Set(answers.map((one) => `${one.status} ${one.headers['x-version']}`))).toEqual(new Set(['200 v1']))
}

describe('a way back whose proxies cannot be reached leaves what serves as it is', () => {
  it('when they are gone from the start', async () => {
    const app = await serveV1('back')
    const next = await worker.queue(app.id, { image: v2 })
    const working = worker.run(app.id)
    await engine.reaches(next.id, 'verifying')
    worker.cutOff('proxy_unavailable')
    const back = await worker.queue(app.id, { releaseId: app.releaseId })
    await working
    expect(await engine.drained(next.id)).toMatchObject({ status: 'cancelled' })
    expect(await engine.drained(back.id)).toMatchObject({
      status: 'failed',
      failure: { step: 'preparing', code: 'proxy_unavailable' },
    })
    await expectServing(app, app.replicas)
  })

  it('when they are gone for the worker that takes over', async () => {
    const app = await serveV1('back-later')
    const stopping = new AbortController()
    worker.onReadyAgain(() => stopping.abort(new WorkerStoppingError()))
    const next = await worker.queue(app.id, { image: v2 })
    const working = worker.run(app.id, stopping.signal)
    await engine.reaches(next.id, 'verifying')
    const back = await worker.queue(app.id, { releaseId: app.releaseId })
    await expect(working).rejects.toThrow(WorkerStoppingError)
    worker.cutOff('proxy_unavailable')
    await worker.run(app.id)
    await engine.drained(next.id)
    expect(await engine.drained(back.id)).toMatchObject({
      status: 'failed',
      failure: { step: 'starting', code: 'proxy_unavailable' },
    })
    // They were this deployment's already when the first worker stopped.
    await expectServing(
      app,
      app.replicas.map((replica) => ({ ...replica, deploymentId: back.id })),
    )
  })
})

describe('proxies that fail while the image is still on its way', () => {
  let unheard: unknown[]
  const note = (reason: unknown) => unheard.push(reason)
  beforeEach(() => {
    unheard = []
    process.on('unhandledRejection', note)
  })
  afterEach(() => {
    process.off('unhandledRejection', note)
  })

  it.each([
    ['proxy_unavailable', 'ensureProxies'],
    ['configuration_refused', 'open'],
  ] satisfies [TrafficErrorCode, string][])('fail the deployment and not the worker: %s', async (code, lastCall) => {
    const app = await serveV1(code.replace('_', '-'))
    const [refused, imageIsThere] = [event(), event()]
    const { containers } = engine.ctx
    worker.ctx.containers = {
      engine: (host) => {
        const docker = containers.engine(host)
        return { ...docker, findImage: (reference) => imageIsThere.happened.then(() => docker.findImage(reference)) }
      },
    }
    worker.cutOff(code, (call) => {
      if (call === lastCall) refused.happen()
    })
    const next = await worker.queue(app.id, { image: v2 })
    const working = worker.run(app.id)
    await refused.happened
    // The deployment reads the same for the proxies, and was first; then Node says what nobody has heard.
    await desiredTraffic(engine.ctx, app.replicas[0]?.hostId ?? '')
    await setImmediate()
    imageIsThere.happen()
    await working
    expect(unheard).toEqual([])
    expect(await engine.drained(next.id)).toMatchObject({
      status: 'failed',
      failure: { step: 'preparing', code: 'proxy_unavailable' },
    })
    await expectServing(app, app.replicas)
  })
})

it('a first deployment whose proxies cannot start leaves no container behind', async () => {
  const alone = await startTestEngine()
  // The port is another program's, so neither proxy ever comes to be.
  const other = createServer().listen(alone.proxyPort, '0.0.0.0')
  try {
    await once(other, 'listening')
    const settings = { name: 'never', image: v1, port: 3000, domains: ['never.localhost'], stopGraceSeconds: 1 }
    const app = await alone.createApp(settings)
    const { id } = await alone.deploy(app.id)
    expect(await alone.drained(id)).toMatchObject({ status: 'failed', failure: { code: 'proxy_unavailable' } })
    const host = await alone.ctx.db.host.findFirstOrThrow()
    expect(await engineOf(alone.ctx, host).engine.list({ 'gapless.role': 'app' })).toEqual([])
  } finally {
    other.close()
    await alone.stop()
  }
})
