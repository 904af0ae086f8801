import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { registrySchema } from '@/core/registries/schema'
import { tokenSchema } from '@/core/tokens/schema'
import { parseValues } from '@/core/validation'
import { listAuditEvents } from '@/services/audit/list-audit-events'
import type { Context } from '@/services/context'
import { registryLogin } from '@/services/deployments/steps/resolve-image'
import { createRegistry } from '@/services/registries/create-registry'
import { deleteRegistry } from '@/services/registries/delete-registry'
import { listRegistries } from '@/services/registries/list-registries'
import { updateRegistry } from '@/services/registries/update-registry'
import { authenticateToken } from '@/services/tokens/authenticate-token'
import { createToken } from '@/services/tokens/create-token'
import { deleteToken } from '@/services/tokens/delete-token'
import { listTokens } from '@/services/tokens/list-tokens'
import { pathsOf, problemOf } from '@/tests/support/problem'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let teamId: string
let owner: Context
let developer: Context

beforeAll(async () => {
  world = await createServiceWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  teamId = await world.addTeam()
  owner = world.as(teamId)
  developer = world.as(teamId, { id: 'user-2', name: 'Grace', role: 'developer', isOperator: false })
})

const create = (ctx: Context, role: string, more: object = {}) =>
  createToken({ ctx, input: parseValues(tokenSchema, { name: `for ${role}`, role, ...more }) })
const holder = (token: string) => authenticateToken(world.as(teamId), { token, ip: '192.0.2.9' })

describe('API tokens', () => {
  it('are told once, kept as a hash, and say who calls', async () => {
    const { token, ...shown } = await create(owner, 'developer')
    expect(token).toMatch(/^gpl_[0-9A-Za-z]{40}$/)
    expect(token.startsWith(shown.prefix)).toBe(true)
    const stored = await world.database.apiToken.findUniqueOrThrow({ where: { id: shown.id } })
    const listed = await listTokens({ ctx: owner, input: { limit: 10 } })
    const audits = await listAuditEvents({ ctx: owner, input: { limit: 10 } })
    expect(JSON.stringify([stored, listed, audits])).not.toContain(token)
    expect(listed.data).toEqual([shown])
    expect(audits.data[0]).toMatchObject({ action: 'token.create', actor: { name: 'Ada' }, target: { id: shown.id } })
    expect(await holder(token)).toMatchObject({ kind: 'actor', actor: { teamId, role: 'developer', isOperator: true } })
    expect((await listTokens({ ctx: owner, input: { limit: 10 } })).data[0]).toMatchObject({ lastUsedIp: '192.0.2.9' })
  })

  it('end when they are revoked or have expired', async () => {
    const revoked = await create(owner, 'viewer')
    await deleteToken({ ctx: owner, input: { tokenId: revoked.id } })
    expect((await problemOf(() => holder(revoked.token))).kind).toBe('unauthenticated')
    expect((await problemOf(() => deleteToken({ ctx: owner, input: { tokenId: revoked.id } }))).kind).toBe('not_found')
    const soon = await create(owner, 'viewer', { expiresAt: '2100-01-01T00:00:00Z' })
    await world.database.apiToken.update({ where: { id: soon.id }, data: { expiresAt: new Date(Date.now() - 1) } })
    expect((await problemOf(() => holder(soon.token))).kind).toBe('unauthenticated')
    const past = await problemOf(() => create(owner, 'viewer', { expiresAt: '2001-01-01T00:00:00Z' }))
    expect(pathsOf(past)).toEqual(['expiresAt'])
  })

  it('have no more rights than their maker', async () => {
    for (const role of ['owner', 'admin', 'metrics']) {
      expect((await problemOf(() => create(developer, role))).kind).toBe('forbidden')
    }
    const { token } = await create(developer, 'developer')
    expect(await holder(token)).toMatchObject({ actor: { role: 'developer', isOperator: false } })
    const metrics = await create(owner, 'metrics')
    expect(await holder(metrics.token)).toMatchObject({ kind: 'metrics', actor: { role: 'viewer', isOperator: false } })
    const viewer = world.as(teamId, { role: 'viewer' })
    expect((await problemOf(() => create(viewer, 'viewer'))).kind).toBe('forbidden')
  })

  it("are one's own, except to admins", async () => {
    const owners = await create(owner, 'viewer')
    const own = await create(developer, 'viewer')
    const ids = async (ctx: Context) => (await listTokens({ ctx, input: { limit: 10 } })).data.map(({ id }) => id)
    expect(await ids(developer)).toEqual([own.id])
    expect(await ids(owner)).toEqual([own.id, owners.id])
    const refused = await problemOf(() => deleteToken({ ctx: developer, input: { tokenId: owners.id } }))
    expect(refused.kind).toBe('not_found')
    const stranger = world.as(await world.addTeam())
    expect((await problemOf(() => deleteToken({ ctx: stranger, input: { tokenId: own.id } }))).kind).toBe('not_found')
  })
})

describe('registry logins', () => {
  const login = { name: 'ours', host: 'registry.example.com:5000', username: 'robot', password: 'pa"ss;\nword' }
  const add = (more: object = {}) =>
    createRegistry({ ctx: owner, input: parseValues(registrySchema, { ...login, ...more }) })

  it('are used for images of their host, and show no password', async () => {
    const added = await add()
    const { password, ...shown } = login
    expect(added).toMatchObject(shown)
    expect(await registryLogin(owner, `${login.host}/shop:1`)).toEqual({
      host: login.host,
      username: 'robot',
      password,
    })
    expect(await registryLogin(world.as(await world.addTeam()), `${login.host}/shop:1`)).toBeNull()
    const listed = await listRegistries({ ctx: owner, input: { limit: 10 } })
    const audits = await listAuditEvents({ ctx: owner, input: { limit: 10 } })
    expect(listed.data).toEqual([added])
    expect(JSON.stringify([listed, audits])).not.toContain('pa\\"ss')
  })

  it('are changed without naming the password, but not sent elsewhere', async () => {
    const { id } = await add()
    const change = (patch: Record<string, unknown>) => updateRegistry({ ctx: owner, input: { registryId: id, patch } })
    expect((await change({ username: 'other' })).username).toBe('other')
    expect((await registryLogin(owner, `${login.host}/shop`))?.password).toBe(login.password)
    expect(pathsOf(await problemOf(() => change({ host: 'evil.example.com' })))).toEqual(['password'])
    expect((await change({ host: 'new.example.com', password: 'new' })).host).toBe('new.example.com')
    expect(pathsOf(await problemOf(() => change({ password: null })))).toEqual(['password'])
  })

  it('are one for each host and name', async () => {
    const { id } = await add()
    expect((await problemOf(() => add({ name: 'second' }))).code).toBe('host_taken')
    expect((await problemOf(() => add({ host: 'other.example.com' }))).code).toBe('name_taken')
    await deleteRegistry({ ctx: owner, input: { registryId: id } })
    expect((await problemOf(() => deleteRegistry({ ctx: owner, input: { registryId: id } }))).kind).toBe('not_found')
    await add()
  })
})
