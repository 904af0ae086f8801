import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AppInput, appSchema } from '@/core/apps/schema'
import { parseValues } from '@/core/validation'
import { tryApp } from '@/services/apps/try-app'
import { leftOf, sampleImage } from '@/tests/support/docker'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { startLoad } from '@/tests/support/load'

let engine: TestEngine
let image: string

beforeAll(async () => {
  ;[engine, image] = await Promise.all([startTestEngine(), sampleImage('v1')])
})
afterAll(() => engine.stop())

const patient = { deadlineSeconds: 8, timeoutSeconds: 4 }

const attempt = (more: Partial<AppInput> = {}) =>
  tryApp({
    ctx: engine.ctx,
    input: parseValues(appSchema, {
      name: 'tried',
      image,
      port: 3000,
      healthCheck: { deadlineSeconds: 3, timeoutSeconds: 0.5 },
      ...more,
    }),
  })

/** Containers and volumes that a trial made. */
const leftovers = async (): Promise<string[]> =>
  (await leftOf(engine.ctx.instance.id)).filter((one) => one.includes('-try-'))

describe('trying an app', () => {
  it('finds a good image healthy, and leaves nothing', async () => {
    const result = await attempt({ volumes: [{ name: 'data', mountPath: '/data' }], env: { READY_AFTER_MS: '300' } })
    expect(result.healthy).toBe(true)
    expect(result.checks.at(-1)).toMatchObject({ httpStatus: 200, message: expect.stringContaining('Healthy') })
    expect(result.logs.length).toBeGreaterThan(0)
    expect(await leftovers()).toEqual([])
    expect(await engine.ctx.instanceDb.appLease.count()).toBe(0)
  })

  it.each([
    ['exits at once', { env: { BROKEN: 'exits-at-once' } }, 'container_exited', /exit code 1/],
    // On a busy machine it takes its time to answer at all.
    ['answers 404', { env: { BROKEN: 'health-404' }, healthCheck: patient }, 'L7STS', /404/],
    ['opens no port', { env: { BROKEN: 'port-closed' } }, 'deadline', /within 3 s/],
    ['does not exist', { image: 'localhost:1/none/such:v1' }, 'registry_unreachable', /did not answer/],
  ] satisfies [string, Partial<AppInput>, string, RegExp][])(
    'says why one that %s is not',
    async (_, more, status, why) => {
      const result = await attempt(more)
      expect(result.healthy).toBe(false)
      expect(result.checks.find((check) => check.status === status)?.message).toMatch(why)
      expect(await leftovers()).toEqual([])
    },
  )

  it('serves several at once, beside an app that notices nothing', async () => {
    const app = await engine.createApp({
      name: 'busy',
      image,
      port: 3000,
      domains: ['busy.localhost'],
      verifySeconds: 0,
    })
    expect((await engine.ended((await engine.deploy(app.id)).id)).status).toBe('succeeded')
    const load = startLoad({
      port: engine.proxyPort,
      host: 'busy.localhost',
      keepAlive: 4,
      fresh: 1,
      posts: 1,
      postPath: '/echo',
    })
    const results = await Promise.all([attempt(), attempt({ env: { BROKEN: 'never-healthy' } }), attempt()])
    const report = await load.stop()
    expect(results.map((result) => result.healthy)).toEqual([true, false, true])
    expect(report).toMatchObject({ failed: 0, failures: [] })
    expect(await leftovers()).toEqual([])
  })
})
