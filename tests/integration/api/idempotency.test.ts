import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/core/access/actor'
import { contextFor } from '@/runtime'
import { answerOnce } from '@/services/idempotency/answer-once'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let token: string
let teamId: string

beforeAll(async () => {
  world = await createApiWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  const team = await world.addTeam()
  token = team.token
  teamId = team.teamId
})

const createToken = (key: string, body: object, as = token) =>
  world.call('POST', '/api/v1/tokens', { token: as, body, headers: { 'idempotency-key': key } })
const viewer = { name: 'ci', role: 'viewer' }

describe('the same key', () => {
  it('and body gets the first answer again, secret and all, and does nothing', async () => {
    const first = await createToken('key-1', viewer)
    const second = await createToken('key-1', viewer)
    expect(first.status).toBe(201)
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    expect(second.status).toBe(201)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(second.headers.get('location')).toBe(first.headers.get('location'))
    expect(second.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
    const answer = await jsonIn(first)
    expect(await jsonIn(second)).toEqual(answer)
    expect(await world.database.apiToken.count({ where: { teamId, name: 'ci' } })).toBe(1)
    const stored = JSON.stringify(await world.database.idempotencyKey.findMany({ where: { teamId } }))
    expect(stored).not.toContain(answer.token)
    expect(stored).not.toContain('key-1')
  })

  it('with another body is a conflict', async () => {
    await createToken('key-1', viewer)
    const problem = await problemIn(await createToken('key-1', { ...viewer, name: 'other' }))
    expect(problem).toMatchObject({ status: 409, code: 'idempotency_key_reused' })
  })

  it('on another path is a conflict', async () => {
    await createToken('key-1', viewer)
    const registry = { name: 'main', host: 'ghcr.io', username: 'me', password: 'secret' }
    const headers = { 'idempotency-key': 'key-1' }
    const response = await world.call('POST', '/api/v1/registries', { token, body: registry, headers })
    expect(await problemIn(response)).toMatchObject({ status: 409, code: 'idempotency_key_reused' })
  })

  it('of somebody else is another key', async () => {
    await createToken('key-1', viewer)
    const other = await createToken('key-1', viewer, await world.addToken(teamId, 'admin'))
    expect(other.headers.get('idempotent-replayed')).toBeNull()
    expect(await world.database.apiToken.count({ where: { teamId, name: 'ci' } })).toBe(2)
  })

  it('many times at once does it once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => createToken('key-1', viewer)))
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(201))
    expect(answers.filter((answer) => answer.headers.get('idempotent-replayed') === null)).toHaveLength(1)
    const ids = await Promise.all(answers.map(async (answer) => (await jsonIn(answer)).id))
    expect(new Set(ids).size).toBe(1)
    expect(await world.database.apiToken.count({ where: { teamId, name: 'ci' } })).toBe(1)
  })

  it('begins one deployment, even if a database that went away has lost the answer', async () => {
    const body = { name: 'shop', image: 'example/shop:1', port: 3000, domains: [`${teamId}.example.com`] }
    const app = await jsonIn(await world.call('POST', '/api/v1/apps', { token, body }))
    const deploy = async (key: string, as = token) => {
      const headers = { 'idempotency-key': key }
      return jsonIn(await world.call('POST', `/api/v1/apps/${app.id}/deployments`, { token: as, body: {}, headers }))
    }
    const first = await deploy('key-1')
    await world.database.idempotencyKey.deleteMany({ where: { teamId } })
    expect(await deploy('key-1')).toMatchObject({ id: first.id, number: 1 })
    expect(await world.database.deployment.count({ where: { teamId } })).toBe(1)
    expect(await deploy('key-2')).toMatchObject({ number: 2 })
    expect(await deploy('key-1', await world.addToken(teamId, 'developer'))).toMatchObject({ number: 3 })
    await world.database.idempotencyKey.deleteMany({ where: { teamId } })
    await world.database.deployment.updateMany({
      where: { id: String(first.id) },
      data: { queuedAt: new Date(Date.now() - 25 * 60 * 60_000) },
    })
    expect(await deploy('key-1')).toMatchObject({ number: 4 })
  })

  it('gets a problem of the caller again too', async () => {
    const past = { ...viewer, expiresAt: '2001-01-01T00:00:00Z' }
    const first = await problemIn(await createToken('key-1', past))
    const second = await createToken('key-1', past)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect(await problemIn(second)).toEqual(first)
    expect(first.errors).toEqual([{ path: 'expiresAt', message: expect.any(String) }])
  })

  it('is forgotten after a day', async () => {
    await createToken('key-1', viewer)
    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000 - 1)
    await world.database.idempotencyKey.updateMany({ where: { teamId }, data: { createdAt: yesterday } })
    const again = await createToken('key-1', { ...viewer, name: 'other' })
    expect(again.status).toBe(201)
    expect(await world.database.idempotencyKey.count({ where: { teamId } })).toBe(1)
  })
})

describe('a key', () => {
  it.each([' ', 'a b', 'ä', 'k'.repeat(256)])('must be visible ASCII of 1 to 255 characters: %j', async (key) => {
    const problem = await problemIn(await createToken(key, viewer))
    expect(problem).toMatchObject({ status: 422, errors: [{ path: 'Idempotency-Key' }] })
  })

  it('is free again when what it was for broke, or its process died', async () => {
    const ctx = contextFor(systemActor(teamId))
    const input = { key: 'key-1', request: 'POST /x', body: '{}' }
    const broken = answerOnce(ctx, { ...input, run: () => Promise.reject(new Error('broken')) })
    await expect(broken).rejects.toThrow('broken')
    const unavailable = { status: 503, headers: {}, body: 'later' }
    expect(await answerOnce(ctx, { ...input, run: async () => unavailable })).toEqual({
      answer: unavailable,
      replayed: false,
    })
    expect(await world.database.idempotencyKey.count({ where: { teamId } })).toBe(0)

    let release = (): void => undefined
    const stuck = new Promise<void>((resolve) => {
      release = resolve
    })
    const first = answerOnce(ctx, {
      ...input,
      run: () => stuck.then(() => ({ status: 200, headers: {}, body: 'old' })),
    })
    await expect.poll(() => world.database.idempotencyKey.count({ where: { teamId } })).toBe(1)
    const ok = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'new' }
    const waiting = answerOnce(ctx, { ...input, run: async () => ok })
    const longAgo = new Date(Date.now() - 11_000)
    await world.database.idempotencyKey.updateMany({ where: { teamId }, data: { createdAt: longAgo } })
    expect(await waiting).toEqual({ answer: ok, replayed: false })
    release()
    await first
    expect(await answerOnce(ctx, { ...input, run: async () => unavailable })).toEqual({ answer: ok, replayed: true })
  })
})
