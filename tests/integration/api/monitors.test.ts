import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { operations } from '@/core/api/all-operations'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let team: Awaited<ReturnType<ApiWorld['addTeam']>>
let server: Server
let url: string
const asked: { authorization: string | undefined; path: string | undefined }[] = []

beforeAll(async () => {
  vi.stubEnv('GAPLESS_ALLOWED_RANGES', '127.0.0.0/8')
  world = await createApiWorld()
  server = createServer((request, response) => {
    asked.push({ authorization: request.headers.authorization, path: request.url })
    response.statusCode = request.url === '/broken' ? 500 : 200
    response.end('Welcome')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(async () => {
  server.close()
  await world.close()
})
beforeEach(async () => {
  asked.length = 0
  team = await world.addTeam()
})

const call = (method: string, path: string, body?: object, token = team.token) =>
  world.call(method, `/api/v1/monitors${path}`, { token, ...(body ? { body } : {}) })
const json = async (method: string, path: string, body?: object) => jsonIn(await call(method, path, body))

/** Holds an answer against what the document says of it. */
const fits = (operationId: string, answer: unknown): void => {
  const schema = operations.find((operation) => operation.operationId === operationId)?.response
  if (!schema) throw new Error(`${operationId} has no answer`)
  expect(z.prettifyError(schema.safeParse(answer).error ?? new z.ZodError([]))).toBe('')
}

const secretive = () => ({
  name: 'Shop',
  url: `${url}/health`,
  method: 'POST',
  headers: { 'X-Key': 'planted-secret-header' },
  body: 'planted-secret-body',
  auth: { type: 'basic', username: 'gapless', password: 'planted-secret-password' },
})

describe('a monitor', () => {
  it('takes a name and a URL, and fills in the rest', async () => {
    const made = await json('POST', '', { name: 'Shop', url })
    fits('createMonitor', made)
    expect(made).toMatchObject({
      state: 'pending',
      method: 'GET',
      expectedStatus: '200-299',
      intervalSeconds: 60,
      deployIntervalSeconds: 5,
      timeoutMs: 10_000,
      failureThreshold: 2,
      recoveryThreshold: 1,
      tlsExpiryDays: 14,
      enabled: true,
      lastCheckAt: null,
    })
    expect(await json('GET', `/${made.id}`)).toEqual(made)
    const list = await json('GET', '?search=SHO')
    fits('listMonitors', list)
    expect(list.data).toEqual([made])
    expect((await json('GET', '?state=down')).data).toEqual([])
  })

  it('tells no secret, in no answer, no row and no audit event', async () => {
    const made = await json('POST', '', secretive())
    const changed = await json('PATCH', `/${made.id}`, { body: 'planted-secret-other' })
    expect(made).toMatchObject({
      headerNames: ['X-Key'],
      hasBody: true,
      auth: { type: 'basic', username: 'gapless' },
    })
    const rows = await world.database.monitor.findMany({ where: { teamId: team.teamId } })
    const audit = await world.database.auditEvent.findMany({ where: { teamId: team.teamId } })
    expect(JSON.stringify([made, changed, await json('GET', ''), rows, audit])).not.toContain('planted-secret')
  })

  it('does not send a stored login to another place', async () => {
    const made = await json('POST', '', secretive())
    const elsewhere = { url: 'https://elsewhere.example.com/' }
    const refused = await problemIn(await call('PATCH', `/${made.id}`, elsewhere))
    expect(refused).toMatchObject({ status: 422 })
    expect(refused.errors.map(({ path }) => path)).toEqual(['headers', 'body', 'auth'])
    expect(await json('GET', `/${made.id}`)).toEqual(made)
    const anew = { ...elsewhere, headers: { 'X-Key': null }, body: null, auth: null, method: 'GET' }
    expect(await json('PATCH', `/${made.id}`, anew)).toMatchObject({ headerNames: [], hasBody: false, auth: null })
    const otherPath = await json('POST', '', secretive())
    expect((await call('PATCH', `/${otherPath.id}`, { url: `${url}/other` })).status).toBe(200)
  })

  it('is paused, goes on, and goes away', async () => {
    const made = await json('POST', '', { name: 'Shop', url })
    expect(await json('PATCH', `/${made.id}`, { enabled: false })).toMatchObject({ state: 'paused' })
    expect((await json('GET', '?state=paused')).data).toHaveLength(1)
    expect(await json('PATCH', `/${made.id}`, { enabled: true })).toMatchObject({ state: 'pending' })
    expect((await call('DELETE', `/${made.id}`)).status).toBe(204)
    expect((await call('GET', `/${made.id}`)).status).toBe(404)
  })

  it.each([
    [{ url: 'ftp://x.example' }, 'url'],
    [{ url: 'https://user:pass@x.example' }, 'url'],
    [{ name: '' }, 'name'],
    [{ intervalSeconds: 1 }, 'intervalSeconds'],
    [{ expectedStatus: '99' }, 'expectedStatus'],
    [{ headers: { 'X-Key': 'a\nb' } }, 'headers.X-Key'],
    [{ headers: { host: 'other' } }, 'headers.host'],
    [{ body: 'x' }, 'body'],
    [{ auth: { type: 'basic', username: 'a:b', password: '' } }, 'auth.username'],
    [{ keyword: { text: '' } }, 'keyword.text'],
    [{ appId: 'nothing' }, 'appId'],
    [{ channelIds: ['nothing'] }, 'channelIds.0'],
    [{ more: 1 }, 'more'],
  ])('is not made of %j', async (wrong, path) => {
    const refused = await problemIn(await call('POST', '', { name: 'Shop', url, ...wrong }))
    expect(refused).toMatchObject({ status: 422, errors: [{ path }] })
    expect((await json('GET', '')).data).toEqual([])
  })

  it('is another team’s, and then there is none', async () => {
    const made = await json('POST', '', { name: 'Shop', url })
    const other = await world.addTeam()
    for (const [method, path, body] of [
      ['GET', `/${made.id}`],
      ['PATCH', `/${made.id}`, { name: 'Mine' }],
      ['DELETE', `/${made.id}`],
      ['GET', `/${made.id}/checks`],
      ['GET', `/${made.id}/uptime`],
    ] as const) {
      const mine = await problemIn(await call(method, path, body, other.token))
      const none = await problemIn(await call(method, path.replace(String(made.id), 'nothing'), body, other.token))
      expect(mine).toEqual({ ...none, status: 404 })
    }
    expect((await jsonIn(await call('GET', '', undefined, other.token))).data).toEqual([])
  })

  it('belongs to an app and tells channels of its own team only', async () => {
    const other = await world.addTeam()
    const theirs = await world.database.channel.create({
      data: { teamId: other.teamId, name: 'ops', type: 'slack', configSealed: '', shown: {}, events: [] },
    })
    const refused = await problemIn(await call('POST', '', { name: 'Shop', url, channelIds: [theirs.id] }))
    expect(refused.errors).toEqual([{ path: 'channelIds.0', message: 'There is no such channel.' }])
  })
})

describe('a check at once', () => {
  it('says what came of it, in phases, and stores nothing', async () => {
    const good = await json('POST', '/check', { name: 'Shop', url, keyword: { text: 'Welcome' } })
    fits('checkMonitor', good)
    expect(good).toMatchObject({ ok: true, statusCode: 200, error: null, phases: { connectMs: expect.any(Number) } })
    const bad = await json('POST', '/check', { name: 'Shop', url: `${url}/broken` })
    expect(bad).toMatchObject({ ok: false, statusCode: 500, error: '500 instead of 200-299' })
    const lacks = await json('POST', '/check', { name: 'Shop', url, keyword: { text: 'Goodbye' } })
    expect(lacks).toMatchObject({ ok: false, error: "200 but the page lacks 'Goodbye'" })
    expect((await json('GET', '')).data).toEqual([])
  })

  it('is a developer’s to make, and no viewer’s', async () => {
    const viewer = await world.addToken(team.teamId, 'viewer')
    expect((await call('POST', '/check', { name: 'Shop', url }, viewer)).status).toBe(403)
    expect(asked).toEqual([])
  })
})

describe('what is known of a monitor', () => {
  it('is nothing at first', async () => {
    const made = await json('POST', '', { name: 'Shop', url })
    const uptime = await json('GET', `/${made.id}/uptime?window=7d`)
    fits('readMonitorUptime', uptime)
    expect(uptime).toMatchObject({ window: '7d', uptimePercent: null, downSeconds: 0, p50Ms: null })
    const checks = await json('GET', `/${made.id}/checks`)
    fits('listMonitorChecks', checks)
    expect(checks).toEqual({ data: [], nextCursor: null })
  })
})
