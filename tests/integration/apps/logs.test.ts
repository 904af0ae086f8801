import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppLogLine, readAppLogs } from '@/services/apps/read-app-logs'
import { sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'

let engine: TestEngine
let image: string

beforeAll(async () => {
  ;[engine, image] = await Promise.all([startTestEngine(), sampleImage('v1')])
})
afterAll(() => engine.stop())

describe("an app's log", () => {
  it('has the last lines of every replica, and goes on with those of later ones', async () => {
    const { ctx } = engine
    const app = await engine.createApp({
      name: 'chatty',
      image,
      port: 3000,
      replicas: 2,
      verifySeconds: 0,
      drainSeconds: 0,
    })
    await engine.ended((await engine.deploy(app.id)).id)
    const read = (follow: boolean, signal: AbortSignal, tail = 200) =>
      readAppLogs({ ctx, input: { appId: app.id, tail, follow, signal } })
    const past: AppLogLine[] = []
    for await (const line of await read(false, AbortSignal.timeout(10_000))) past.push(line)
    expect(new Set(past.map((line) => line.replica)).size).toBe(2)
    expect(past.map((line) => line.at)).toEqual(past.map((line) => line.at).sort())
    const last: AppLogLine[] = []
    for await (const line of await read(false, AbortSignal.timeout(10_000), 1)) last.push(line)
    expect(last).toEqual(past.slice(-1))

    const stop = new AbortController()
    const followed: AppLogLine[] = []
    const deployed = engine.deploy(app.id).then((one) => engine.ended(one.id))
    for await (const line of await read(true, AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]))) {
      followed.push(line)
      if (/-d2-/.test(line.replica)) stop.abort()
    }
    expect((await deployed).status).toBe('succeeded')
    expect(followed.some((line) => /-d2-/.test(line.replica))).toBe(true)
    const keys = followed.map((line) => JSON.stringify(line))
    expect(new Set(keys).size).toBe(keys.length)
    for (const line of past) expect(keys).toContain(JSON.stringify(line))
  })
})
