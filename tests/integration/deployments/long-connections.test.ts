import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppInput } from '@/core/apps/schema'
import { drainReplicas } from '@/services/deployments/drain-replicas'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { type Ending, openEvents, openSockets, startUpload, talk } from '@/tests/support/long-connections'
import { createMortalWorker } from '@/tests/support/mortal-worker'

const neverStops = new AbortController().signal
const saidGoodbye = '1001'

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
  verifySeconds: 1,
  drainSeconds: 60,
  stopGraceSeconds: 5,
})

/** An app whose first release serves, and the way to it. */
const serving = async (name: string, change: Partial<AppInput> = {}) => {
  const app = await engine.createApp({ ...settings(name), ...change })
  const first = await engine.drained((await engine.deploy(app.id)).id)
  expect(first).toMatchObject({ status: 'succeeded', failure: null })
  return { app, first, way: { port: engine.proxyPort, host: `${name}.localhost` } }
}

const replace = async (appId: string, what: { image?: string; releaseId?: string } = { image: v2 }) => {
  const ended = await engine.ended((await engine.deploy(appId, what)).id)
  expect(ended).toMatchObject({ status: 'succeeded', failure: null })
  return ended
}

/** In milliseconds since the epoch. */
const deadlineOf = async (deploymentId: string): Promise<number> => {
  const { drainDeadline } = await engine.ctx.db.deployment.findUniqueOrThrow({ where: { id: deploymentId } })
  return drainDeadline?.getTime() ?? Number.NaN
}

/** When the last of the replicas that this deployment left behind was gone, in milliseconds since the epoch. */
const goneAt = async (deploymentId: string): Promise<number> => {
  const replicas = await engine.ctx.db.replica.findMany({ where: { drainingFor: deploymentId } })
  expect(replicas.map((replica) => replica.state)).not.toContain('stopping')
  return Math.max(...replicas.map((replica) => replica.goneAt?.getTime() ?? Number.NaN))
}

/** How many ended with which code; an error besides stands with it. */
const tally = (endings: readonly Ending[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { code, error } of endings) {
    const how = error === null ? `${code}` : `${code} ${error}`
    counts[how] = (counts[how] ?? 0) + 1
  }
  return counts
}

const endingsBefore = (endings: readonly Ending[], at: number): Ending[] => endings.filter((ending) => ending.at < at)

describe.concurrent('through a deployment', () => {
  it('500 WebSockets are answered until the deadline, and are told to come again then', async () => {
    const { app, way } = await serving('many', { drainSeconds: 8 })
    const sockets = await openSockets(way, 500)
    const talking = talk(sockets)
    const second = await replace(app.id)
    const deadline = await deadlineOf(second.id)
    const endings = await Promise.all(sockets.map((socket) => socket.ended))
    const rounds = await talking
    const { proof } = await engine.drained(second.id)

    expect(endingsBefore(endings, deadline)).toEqual([])
    expect(tally(endings)).toEqual({ [saidGoodbye]: 500 })
    const halfDrained = (Date.parse(second.finishedAt ?? '') + deadline) / 2
    expect(rounds.filter((at) => at > halfDrained && at < deadline)).not.toEqual([])
    expect(proof).toMatchObject({ cut: 500, failed: 500, complete: true })
  })

  it('a WebSocket that ends by itself is not counted, and the old replica ends with the last one', async () => {
    const { app, way } = await serving('few')
    const sockets = await openSockets(way, 5)
    const second = await replace(app.id)
    await Promise.all(sockets.map((socket) => socket.echo('still here')))
    expect(await engine.ctx.db.replica.count({ where: { drainingFor: second.id, state: 'draining' } })).toBe(1)
    for (const socket of sockets) expect(await socket.close()).toMatchObject({ code: 1000, error: null })
    const { proof } = await engine.drained(second.id)
    expect(proof).toMatchObject({ cut: 0, failed: 0, complete: true })
    expect(await goneAt(second.id)).toBeLessThan(await deadlineOf(second.id))
  })

  it('of several WebSockets those are counted that were open at the deadline', async () => {
    const { app, way } = await serving('some', { drainSeconds: 5, replicas: 2 })
    const sockets = await openSockets(way, 7)
    const second = await replace(app.id)
    await Promise.all(sockets.slice(0, 3).map((socket) => socket.close()))
    const endings = await Promise.all(sockets.slice(3).map((socket) => socket.ended))
    expect(endingsBefore(endings, await deadlineOf(second.id))).toEqual([])
    expect((await engine.drained(second.id)).proof).toMatchObject({ cut: 4, failed: 4 })
  })

  it('server-sent events go on through shift and verification, and end in order at the deadline', async () => {
    const { app, way } = await serving('events', { drainSeconds: 5 })
    const stream = await openEvents(way)
    const second = await replace(app.id)
    const { at, events } = await stream.ended
    const { proof } = await engine.drained(second.id)
    const seen = events.matchAll(/^id: (\d+)\nevent: tick\ndata: (\w+)$/gm)
    const numbers = [...seen].map(([, id, version]) => `${id} ${version}`)

    expect(at).toBeGreaterThanOrEqual(await deadlineOf(second.id))
    expect(numbers).toEqual(numbers.map((_, index) => `${index + 1} v1`))
    expect(numbers.length).toBeGreaterThan(30)
    expect(proof).toMatchObject({ cut: 1, failed: 1 })
  })

  it('an upload of a minute arrives whole, and the old replica ends with it', async () => {
    const { app, way } = await serving('upload', { drainSeconds: 120 })
    const upload = await startUpload(way, 60)
    const second = await replace(app.id)
    const answer = await upload.answer
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({ sha256: await upload.sha256 })
    expect(answer.at).toBeGreaterThan(Date.parse(second.finishedAt ?? ''))
    const { proof } = await engine.drained(second.id)
    expect(proof).toMatchObject({ cut: 0, failed: 0, complete: true })
    expect(await goneAt(second.id)).toBeLessThan(await deadlineOf(second.id))
  })
})

describe('what else may happen meanwhile', () => {
  it('going back while the old release drains makes it ready again and cuts nothing', async () => {
    const { app, first, way } = await serving('back')
    const sockets = await openSockets(way, 20)
    const second = await replace(app.id)
    const back = await replace(app.id, { releaseId: first.release?.id ?? '' })
    expect(back.steps.find((step) => step.name === 'starting')?.message).toBe('1 made ready again')
    for (const { id } of [second, back]) {
      expect((await engine.drained(id)).proof).toMatchObject({ cut: 0, failed: 0, complete: true })
    }
    await Promise.all(sockets.map((socket) => socket.echo('still here')))
    await Promise.all(sockets.map((socket) => socket.close()))
  })

  it('a way back that is cancelled before its shift leaves what had drained the time it had', async () => {
    const { app, first, way } = await serving('undecided', { env: { READY_AFTER_MS: '6000' } })
    const sockets = await openSockets(way, 10)
    await engine.changeApp(app.id, { ...settings('undecided'), drainSeconds: 30, image: v2, replicas: 2 })
    const second = await replace(app.id)
    const deadline = await deadlineOf(second.id)
    // One is taken back, and another one takes its time to boot.
    const { id } = await engine.deploy(app.id, { releaseId: first.release?.id ?? '' })
    await engine.reaches(id, 'checking')
    await engine.cancel(id)
    expect((await engine.ended(id)).status).toBe('cancelled')
    const endings = await Promise.all(sockets.map((socket) => socket.ended))
    expect(await deadlineOf(id)).toBe(deadline)
    expect(endingsBefore(endings, deadline)).toEqual([])
    expect(tally(endings)).toEqual({ [saidGoodbye]: 10 })
    await engine.drained(id)
    // What never had a user has nothing to wait for.
    const left = await engine.ctx.db.replica.findMany({ where: { drainingFor: id }, orderBy: { number: 'asc' } })
    const ends = left.map(({ cut, goneAt }) => ({ cut, isEarly: (goneAt?.getTime() ?? deadline) < deadline }))
    expect(ends).toEqual([
      { cut: 10, isEarly: false },
      { cut: 0, isEarly: true },
    ])
  })

  it('each of two deployments in a row lets its own old release drain', async () => {
    const { app, way } = await serving('twice', { drainSeconds: 8 })
    const onFirst = await openSockets(way, 10)
    const second = await replace(app.id)
    const onSecond = await openSockets(way, 4)
    const third = await replace(app.id, { image: v1 })
    for (const [deployment, sockets] of [
      [second, onFirst],
      [third, onSecond],
    ] as const) {
      const endings = await Promise.all(sockets.map((socket) => socket.ended))
      expect(endingsBefore(endings, await deadlineOf(deployment.id))).toEqual([])
      expect(tally(endings)).toEqual({ [saidGoodbye]: sockets.length })
      expect((await engine.drained(deployment.id)).proof).toMatchObject({ cut: sockets.length, failed: sockets.length })
    }
  })

  it('a release that is taken back drains like any other', async () => {
    const { app, way } = await serving('taken')
    await engine.changeApp(app.id, {
      ...settings('taken'),
      drainSeconds: 4,
      verifySeconds: 30,
      env: { BROKEN: 'unhealthy-after:4' },
    })
    const { id } = await engine.deploy(app.id, { image: v2 })
    await engine.reaches(id, 'verifying')
    const sockets = await openSockets(way, 10)
    expect((await engine.ended(id)).status).toBe('rolled_back')
    const endings = await Promise.all(sockets.map((socket) => socket.ended))
    expect(endingsBefore(endings, await deadlineOf(id))).toEqual([])
    expect((await engine.drained(id)).proof).toMatchObject({ cut: 10, failed: 10 })
  })

  it('an app that hears no SIGTERM keeps its WebSockets for its grace, and they end in order', async () => {
    const { app, way } = await serving('deaf', {
      drainSeconds: 3,
      stopGraceSeconds: 1,
      env: { BROKEN: 'ignores-sigterm' },
    })
    const sockets = await openSockets(way, 10)
    const second = await replace(app.id)
    const endings = await Promise.all(sockets.map((socket) => socket.ended))
    expect(endingsBefore(endings, await deadlineOf(second.id))).toEqual([])
    expect(tally(endings)).toEqual({ 1006: 10 })
    expect((await engine.drained(second.id)).proof).toMatchObject({ cut: 10, failed: 10 })
  })

  it('a replica that takes its time to stop keeps no other from ending', async () => {
    const { app, way } = await serving('slow', {
      replicas: 2,
      stopGraceSeconds: 8,
      env: { BROKEN: 'ignores-sigterm' },
    })
    const [socket] = await openSockets(way, 1)
    const { id } = await replace(app.id)
    const states = async () => {
      const replicas = await engine.ctx.db.replica.findMany({ where: { drainingFor: id }, orderBy: { state: 'asc' } })
      return replicas.map((replica) => replica.state)
    }
    await expect.poll(states).toEqual(['draining', 'stopping'])
    await socket?.close()
    await expect.poll(states).toEqual(['stopping', 'stopping'])
    expect((await engine.drained(id)).proof).toMatchObject({ cut: 0, failed: 0 })
  })

  it.each([
    ['before it stops a container', 'early', 'before'],
    ['after it has stopped a container', 'late', 'after'],
  ] as const)('a worker that dies %s leaves the number to the next one', async (_, name, phase) => {
    const { app, way } = await serving(name, { drainSeconds: 2 })
    const sockets = await openSockets(way, 10)
    // Its jobs are run here, by hand.
    const ctx = { ...engine.ctx, jobs: { add: async () => undefined } }
    const { id } = await startDeployment({ ctx, input: { appId: app.id, trigger: 'api', image: v2 } })
    await runNextDeployment({ ctx, input: { appId: app.id, owner: 'first', stopping: neverStops } })
    const worker = createMortalWorker(ctx, (call, at) => call === 'engine.stop' && at === phase)
    void drainReplicas({ ctx: worker.ctx, input: { deploymentId: id, stopping: neverStops } })
    await worker.died
    await drainReplicas({ ctx, input: { deploymentId: id, stopping: neverStops } })
    const endings = await Promise.all(sockets.map((socket) => socket.ended))
    expect(endingsBefore(endings, await deadlineOf(id))).toEqual([])
    expect((await engine.drained(id)).proof).toMatchObject({ cut: 10, failed: 10, complete: true })
  })
})
