import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operations } from '@/core/api/all-operations'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let team: Awaited<ReturnType<ApiWorld['addTeam']>>
let count = 0

beforeAll(async () => {
  world = await createApiWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  team = await world.addTeam()
})

const call = (method: string, path: string, body?: object, token = team.token) =>
  world.call(method, `/api/v1/${path}`, { token, ...(body ? { body } : {}) })
const createApp = async (more: object = {}) => {
  count += 1
  return jsonIn(await call('POST', 'apps', { name: `shop-${count}`, port: 3000, image: 'shop:1', ...more }))
}
const pageSchema = z.strictObject({
  data: z.array(z.looseObject({ id: z.string() })),
  nextCursor: z.string().nullable(),
})
const page = async (path: string) => pageSchema.parse(await jsonIn(await call('GET', path)))

/** Holds an answer against what the document says of it. */
const fits = (operationId: string, answer: unknown): void => {
  const schema = operations.find((operation) => operation.operationId === operationId)?.response
  if (!schema) throw new Error(`${operationId} has no answer`)
  expect(z.prettifyError(schema.safeParse(answer).error ?? new z.ZodError([]))).toBe('')
}

describe('lists', () => {
  it('come in pages that hold everything once', async () => {
    const made: unknown[] = []
    for (let index = 0; index < 5; index += 1) made.push((await createApp()).id)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const part: z.infer<typeof pageSchema> = await page(`apps?limit=2${cursor ? `&cursor=${cursor}` : ''}`)
      expect(part.data.length).toBeLessThanOrEqual(2)
      seen.push(...part.data.map((row) => row.id))
      cursor = part.nextCursor
    } while (cursor !== null)
    expect(seen.sort()).toEqual(made.sort())
  })

  it('refuse a cursor or limit that is none', async () => {
    for (const [query, path] of [
      ['cursor=abc', 'cursor'],
      ['limit=0', 'limit'],
      ['limit=201', 'limit'],
      ['limit=1&limit=2', 'limit'],
    ] as const) {
      expect(await problemIn(await call('GET', `apps?${query}`))).toMatchObject({ status: 422, errors: [{ path }] })
    }
  })
})

describe('answers fit the document', () => {
  it('for everything there is', async () => {
    const app = await createApp({ env: { A: '1' }, domains: [`shop-${count + 1}.localhost`] })
    fits('createApp', app)
    fits('getApp', await jsonIn(await call('GET', `apps/${app.id}`)))
    fits('listApps', await jsonIn(await call('GET', 'apps')))
    const deployment = await jsonIn(await call('POST', `apps/${app.id}/deployments`, {}))
    fits('startDeployment', deployment)
    fits('getDeployment', await jsonIn(await call('GET', `deployments/${deployment.id}`)))
    fits('listDeployments', await jsonIn(await call('GET', `apps/${app.id}/deployments`)))
    fits('cancelDeployment', await jsonIn(await call('POST', `deployments/${deployment.id}/cancel`)))
    fits('listReleases', await jsonIn(await call('GET', `apps/${app.id}/releases`)))
    const registry = { name: 'main', host: 'ghcr.io', username: 'me', password: 'hunter2hunter2' }
    const created = await jsonIn(await call('POST', 'registries', registry))
    fits('createRegistry', created)
    fits('updateRegistry', await jsonIn(await call('PATCH', `registries/${created.id}`, { username: 'you' })))
    fits('listRegistries', await jsonIn(await call('GET', 'registries')))
    fits('getHost', await jsonIn(await call('GET', `hosts/${team.hostId}`)))
    fits('listHosts', await jsonIn(await call('GET', 'hosts')))
    fits('testHost', await jsonIn(await call('POST', `hosts/${team.hostId}/test`)))
    fits('createToken', await jsonIn(await call('POST', 'tokens', { name: 'ci', role: 'viewer' })))
    fits('listTokens', await jsonIn(await call('GET', 'tokens')))
    const audit = await jsonIn(await call('GET', 'audit-events'))
    fits('listAuditEvents', audit)
    expect(JSON.stringify(audit)).toContain('registry.create')
    expect(JSON.stringify(audit)).not.toContain('hunter2')
  })
})

describe('a merge patch', () => {
  it('changes what it names, removes what is null, and leaves the rest', async () => {
    const app = await createApp({ env: { KEEP: '1', CHANGE: '2', REMOVE: '3' }, healthCheck: { path: '/up' } })
    const patch = { env: { CHANGE: '4', REMOVE: null, ADD: '5' }, healthCheck: { timeoutSeconds: 5 }, replicas: 2 }
    const patched = await jsonIn(await call('PATCH', `apps/${app.id}`, patch))
    expect(patched).toMatchObject({
      name: app.name,
      env: { KEEP: '1', CHANGE: '4', ADD: '5' },
      healthCheck: { path: '/up', timeoutSeconds: 5 },
      replicas: 2,
    })
    expect(Object.keys(z.object({ env: z.looseObject({}) }).parse(patched).env)).not.toContain('REMOVE')
  })
})

describe('env', () => {
  it('is kept from viewers, and secret names from everybody', async () => {
    const app = await createApp({ env: { OPEN: 'shown', KEY: 'hunter2' }, secretEnv: ['KEY'] })
    expect(app.env).toEqual({ OPEN: 'shown' })
    const viewer = await world.addToken(team.teamId, 'viewer')
    const seen = await jsonIn(await call('GET', `apps/${app.id}`, undefined, viewer))
    expect(seen.env).toBeUndefined()
    expect(seen.envNames).toEqual(['OPEN', 'KEY'])
  })
})

describe("another team's things", () => {
  it('are not found', async () => {
    const app = await createApp()
    const deployment = await jsonIn(await call('POST', `apps/${app.id}/deployments`, {}))
    const other = (await world.addTeam()).token
    const calls: [string, string, object?][] = [
      ['GET', `apps/${app.id}`],
      ['PATCH', `apps/${app.id}`, { replicas: 2 }],
      ['DELETE', `apps/${app.id}`],
      ['GET', `apps/${app.id}/deployments`],
      ['POST', `apps/${app.id}/deployments`, {}],
      ['GET', `apps/${app.id}/releases`],
      ['GET', `apps/${app.id}/logs`],
      ['GET', `deployments/${deployment.id}`],
      ['POST', `deployments/${deployment.id}/cancel`],
      ['GET', `deployments/${deployment.id}/events`],
      ['GET', `hosts/${team.hostId}`],
      ['PATCH', `hosts/${team.hostId}`, { name: 'mine' }],
      ['DELETE', `hosts/${team.hostId}`],
      ['POST', `hosts/${team.hostId}/test`],
    ]
    for (const [method, path, body] of calls) {
      const problem = await problemIn(await call(method, path, body, other))
      expect(problem, `${method} ${path}`).toMatchObject({ status: 404, code: 'not_found' })
    }
    const listed = await jsonIn(await call('GET', 'apps', undefined, other))
    expect(listed.data).toEqual([])
    expect((await call('GET', `apps/${app.id}`)).status).toBe(200)
  })
})

describe('metrics', () => {
  it("count the team's own deployments and apps only", async () => {
    const app = await createApp()
    await jsonIn(await call('POST', `apps/${app.id}/deployments`, {}))
    const counts = { requests: 120, failed: 3, appErrors: 2, cut: 1, retried: 0, probes: 0, probeFailures: 0 }
    const proof = { ...counts, p50Ms: null, p95Ms: null, complete: true }
    await world.database.deployment.updateMany({
      where: { appId: String(app.id) },
      data: {
        status: 'succeeded',
        startedAt: new Date('2026-01-01T00:00:00Z'),
        finishedAt: new Date('2026-01-01T00:00:03Z'),
        proof,
      },
    })
    const read = async (teamId: string) => {
      const token = await world.addToken(teamId, 'metrics')
      return (await world.call('GET', '/api/metrics', { token })).text()
    }
    const text = await read(team.teamId)
    for (const line of [
      'gapless_deployments{status="succeeded"} 1',
      'gapless_deployment_duration_seconds_bucket{status="succeeded",le="2"} 0',
      'gapless_deployment_duration_seconds_bucket{status="succeeded",le="5"} 1',
      'gapless_deployment_duration_seconds_sum{status="succeeded"} 3',
      'gapless_proof_requests 120',
      'gapless_proof_failed_requests 3',
      'gapless_proof_app_errors 2',
      'gapless_proof_cut_connections 1',
      'gapless_apps{status="never_deployed"} 1',
    ]) {
      expect(text.split('\n')).toContain(line)
    }
    expect(text).toMatch(/^gapless_jobs_waiting\{queue="deploy"\} \d+$/m)
    expect(await read((await world.addTeam()).teamId)).toContain('gapless_proof_requests 0\n')
  })
})
