import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '@/core/api/all-operations'
import { apiRoutes } from '@/tests/support/api-routes'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let token: string
let teamId: string

beforeAll(async () => {
  world = await createApiWorld()
  const team = await world.addTeam()
  token = team.token
  teamId = team.teamId
})
afterAll(() => world.close())

const closed = operations.filter((operation) => operation.access !== 'public')
const anyId = '0199c1f4-7a5e-7c31-9d0a-3f6f1c2b4d5e'
const withIds = (path: string, id: string): string => path.replaceAll(/\{\w+\}/g, id)

describe('every call', () => {
  it('has a route that exports its method, and no route has another', async () => {
    const exported = await Promise.all(
      apiRoutes
        .filter((route) => !route.isCatchAll)
        .map(async (route) => [...(await route.load()).keys()].map((method) => `${method} ${route.path}`)),
    )
    const described = operations.map((operation) => `${operation.method.toUpperCase()} ${operation.path}`)
    expect(exported.flat().sort()).toEqual(described.sort())
  })

  it.each(closed)('$operationId asks for a token', async ({ method, path }) => {
    const response = await world.call(method.toUpperCase(), withIds(path, anyId))
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(await problemIn(response)).toMatchObject({ status: 401, code: 'token_missing' })
  })

  it.each(closed.filter(({ path }) => path.includes('{')))(
    '$operationId knows nothing of an id that is none',
    async ({ operationId, method, path }) => {
      for (const id of [anyId, 'x', '%00', "'%3B--"]) {
        const takesBody = method === 'post' || method === 'patch'
        const response = await world.call(method.toUpperCase(), withIds(path, id), {
          token,
          ...(takesBody ? { body: operationId === 'createHook' ? { name: 'ci' } : {} } : {}),
        })
        expect((await problemIn(response)).status).toBe(404)
      }
    },
  )

  it.each(closed.filter(({ method }) => method === 'get' || method === 'delete'))(
    '$operationId refuses query parameters it does not know',
    async ({ operationId, method, path }) => {
      const metrics = operationId === 'getMetrics'
      const response = await world.call(method.toUpperCase(), `${withIds(path, anyId)}?colour=red`, {
        token: metrics ? await world.addToken(teamId, 'metrics') : token,
      })
      // Prometheus' own parameters are let through.
      if (metrics) expect(response.status).toBe(200)
      else expect(await problemIn(response)).toMatchObject({ status: 422, errors: [{ path: 'colour' }] })
    },
  )
})

describe('a token', () => {
  it.each([
    '',
    'Bearer',
    'Bearer nonsense',
    'Basic dXNlcjpwYXNz',
    'Bearer gpl_0000000000000000000000000000000000000000',
  ])('is refused when it is none: %j', async (authorization) => {
    const response = await world.call('GET', '/api/v1/apps', { headers: { authorization } })
    expect((await problemIn(response)).status).toBe(401)
  })

  it('of role metrics reads the metrics and nothing else, and no other reads them', async () => {
    const metrics = await world.addToken(teamId, 'metrics')
    const answer = await world.call('GET', '/api/metrics', { token: metrics })
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(await answer.text()).toMatch(/^gapless_deployments\{status="queued"\} 0$/m)
    expect((await problemIn(await world.call('GET', '/api/v1/apps', { token: metrics }))).status).toBe(403)
    expect((await problemIn(await world.call('GET', '/api/metrics', { token }))).status).toBe(403)
  })

  it('of too low a role is told which it takes, before its values are looked at', async () => {
    const viewer = await world.addToken(teamId, 'viewer')
    const problem = await problemIn(await world.call('POST', '/api/v1/apps', { token: viewer, body: { nonsense: 1 } }))
    expect(problem).toMatchObject({ status: 403, code: 'forbidden' })
    expect(problem.detail).toContain('developer')
  })
})

describe('a body', () => {
  const post = (body: string, contentType = 'application/json') =>
    world.call('POST', '/api/v1/apps', { token, body, headers: { 'content-type': contentType } })

  it('must be JSON by its type', async () => {
    expect((await problemIn(await post('{}', 'text/plain'))).status).toBe(415)
    expect((await problemIn(await post('{}', 'application/merge-patch+json'))).status).toBe(415)
  })

  it('may be a merge patch where that is meant', async () => {
    const patch = (contentType: string) =>
      world.call('PATCH', `/api/v1/apps/${anyId}`, { token, body: '{}', headers: { 'content-type': contentType } })
    expect((await problemIn(await patch('application/merge-patch+json'))).status).toBe(404)
    expect((await problemIn(await patch('application/json'))).status).toBe(404)
    expect((await problemIn(await patch('application/json-patch+json'))).status).toBe(415)
  })

  it('must be there and be well formed', async () => {
    expect(await problemIn(await post(''))).toMatchObject({ status: 400, code: 'body_missing' })
    expect(await problemIn(await post('{"name":'))).toMatchObject({ status: 400, code: 'malformed_json' })
    expect(await problemIn(await post('['.repeat(50_000)))).toMatchObject({ status: 400, code: 'nested_too_deeply' })
  })

  it('must be an object', async () => {
    for (const body of ['[]', 'null', '"text"', '1']) expect((await problemIn(await post(body))).status).toBe(422)
  })

  it('has at most 2 MB', async () => {
    const problem = await problemIn(await post(JSON.stringify({ name: 'x'.repeat(3_000_000) })))
    expect(problem).toMatchObject({ status: 413, code: 'body_too_large' })
  })

  it('is refused with values where none are taken', async () => {
    const response = await world.call('POST', `/api/v1/deployments/${anyId}/cancel`, { token, body: { force: true } })
    expect(await problemIn(response)).toMatchObject({ status: 422, errors: [{ path: 'force' }] })
  })
})

describe('an answer', () => {
  it('names its request and is not to be stored', async () => {
    const response = await world.call('GET', '/api/v1/apps', { token, headers: { 'x-request-id': 'my-request-1' } })
    expect(response.headers.get('x-request-id')).toBe('my-request-1')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const own = await world.call('GET', '/api/v1/apps', { token, headers: { 'x-request-id': '<script>' } })
    expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('to a call that does not exist is a problem too', async () => {
    const response = await world.call('GET', '/api/v1/nothing/here', { token })
    expect(await problemIn(response)).toMatchObject({ status: 404, code: 'no_such_call' })
  })

  it('describes the whole API without a token', async () => {
    const document = await jsonIn(await world.call('GET', '/api/v1/openapi.json'))
    expect(document.openapi).toBe('3.1.0')
  })
})

describe('health', () => {
  it('names what does not work, and is ok once a worker beats', async () => {
    const { redis } = await import('@/runtime').then(({ instanceParts }) => instanceParts())
    const without = await world.call('GET', '/api/health')
    expect(without.status).toBe(503)
    expect(await without.json()).toMatchObject({
      status: 'failing',
      checks: { database: 'ok', redis: 'ok', worker: 'failing' },
    })
    await redis.set(`gapless-${world.instanceId}:worker:heartbeat`, 'now', 'EX', 10)
    const health = await jsonIn(await world.call('GET', '/api/health'))
    expect(health).toMatchObject({ status: 'ok', checks: { database: 'ok', redis: 'ok', worker: 'ok' } })
    expect(health.version).toMatch(/^\d+\.\d+\.\d+/)
  })
})
