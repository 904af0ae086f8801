import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeploymentView } from '@/services/deployments/deployment-view'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { spawnLoad, startLoad } from '@/tests/support/load'

let engine: TestEngine
let v1: string
let v2: string

beforeAll(async () => {
  ;[engine, v1, v2] = await Promise.all([startTestEngine(), sampleImage('v1'), sampleImage('v2')])
})
afterAll(() => engine.stop())

const settings = { port: 3000, verifySeconds: 1, drainSeconds: 10, stopGraceSeconds: 5 }

describe('a rolling deployment', () => {
  it('moves every new request to the new release and fails none', async () => {
    const app = await engine.createApp({
      ...settings,
      name: 'rolls',
      image: v1,
      domains: ['rolls.localhost'],
      replicas: 2,
    })
    await engine.ended((await engine.deploy(app.id)).id)
    const load = spawnLoad({
      port: engine.proxyPort,
      host: 'rolls.localhost',
      keepAlive: 16,
      fresh: 2,
      posts: 2,
      postPath: '/echo',
      long: 2,
      longPath: '/slow?ms=2000',
    })
    const second = await engine.ended((await engine.deploy(app.id, { image: v2 })).id)
    const firstRelease = await engine.ctx.db.release.findFirstOrThrow({ where: { appId: app.id, number: 1 } })
    const back = await engine.ended((await engine.deploy(app.id, { releaseId: firstRelease.id })).id)
    const proofs = [await engine.drained(second.id), await engine.drained(back.id)].map((view) => view.proof)
    const report = await load.stop()

    expect([second.status, back.status]).toEqual(['succeeded', 'succeeded'])
    expect(report.failures).toEqual([])
    for (const proof of proofs) expect(proof).toMatchObject({ failed: 0, cut: 0, probeFailures: 0, complete: true })
    expect(report.versions.v2?.lastBeganAt).toBeLessThanOrEqual(Date.parse(back.liveAt ?? ''))
    expect(back.release).toEqual({
      ...second.release,
      id: firstRelease.id,
      number: 1,
      image: v1,
      digest: firstRelease.digest,
    })
  })

  it('of changed env alone makes a new release of the same image', async () => {
    const app = await engine.createApp({ ...settings, name: 'env', image: v1, domains: ['env.localhost'] })
    const first = await engine.ended((await engine.deploy(app.id)).id)
    await engine.changeApp(app.id, {
      ...settings,
      name: 'env',
      image: v1,
      domains: ['env.localhost'],
      env: { VERSION: 'blue' },
    })
    const second = await engine.ended((await engine.deploy(app.id)).id)
    expect(second.release?.digest).toBe(first.release?.digest)
    expect(second.release?.number).toBe(2)
    const load = startLoad({ port: engine.proxyPort, host: 'env.localhost', keepAlive: 1, seconds: 0.5 })
    expect(Object.keys((await load.stop()).versions)).toEqual(['blue'])
  })

  it('supersedes what was queued before it', async () => {
    const app = await engine.createApp({ ...settings, name: 'queue', image: v1, domains: ['queue.localhost'] })
    const started = [await engine.deploy(app.id), await engine.deploy(app.id), await engine.deploy(app.id)]
    const ended = await Promise.all(started.map((one) => engine.ended(one.id)))
    expect(ended.map((one) => one.status)).toContain('superseded')
    expect(ended.at(-1)?.status).toBe('succeeded')
  })

  it('that is superseded when it is just about to begin makes way at once', async () => {
    const app = await engine.createApp({ ...settings, name: 'turn', image: v1, domains: ['turn.localhost'] })
    const { subscribe } = engine.ctx.live
    const later = new Promise<DeploymentView>((resolve, reject) => {
      // A worker listens for a cancel when it has taken the deployment and not yet begun it.
      engine.ctx.live.subscribe = async (channel, onMessage) => {
        engine.ctx.live.subscribe = subscribe
        await engine.deploy(app.id).then(resolve, reject)
        return subscribe(channel, onMessage)
      }
    })
    const first = await engine.deploy(app.id)
    expect((await engine.ended((await later).id)).status).toBe('succeeded')
    expect((await engine.ended(first.id)).status).toBe('superseded')
  })

  it('that is cancelled leaves the old release serving', async () => {
    const app = await engine.createApp({
      ...settings,
      name: 'cancel',
      image: v1,
      domains: ['cancel.localhost'],
      verifySeconds: 60,
    })
    const first = await engine.deploy(app.id)
    await engine.reaches(first.id, 'verifying')
    await engine.cancel(first.id)
    expect((await engine.ended(first.id)).status).toBe('cancelled')
  })

  it('goes back at once when the old release is asked for while the new one is verified', async () => {
    const app = await engine.createApp({ ...settings, name: 'back', image: v1, domains: ['back.localhost'] })
    const first = await engine.ended((await engine.deploy(app.id)).id)
    await engine.changeApp(app.id, { ...settings, name: 'back', domains: ['back.localhost'], verifySeconds: 60 })
    const load = startLoad({ port: engine.proxyPort, host: 'back.localhost', keepAlive: 8 })
    const second = await engine.deploy(app.id, { image: v2 })
    await engine.reaches(second.id, 'verifying')
    await engine.changeApp(app.id, { ...settings, name: 'back', domains: ['back.localhost'] })
    const back = await engine.ended((await engine.deploy(app.id, { releaseId: first.release?.id ?? '' })).id)
    expect((await engine.ended(second.id)).status).toBe('cancelled')
    expect(back.status).toBe('succeeded')
    expect(back.steps.find((step) => step.name === 'starting')?.message).toBe('1 made ready again')
    const report = await load.stop()
    expect(report.failures).toEqual([])
  })
})
