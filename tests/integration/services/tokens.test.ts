import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { registrySchema } from '@/core/registries/schema'
import { tokenSchema } from '@/core/tokens/schema'
import { parseValues } from '@/core/validation'
import { listAuditEvents } from '@/services/audit/list-audit-events'
import type { Context } from '@/services/context'
import { registryLogin } from '@/services/deployments/steps/resolve-image'
import { createInvitation } from '@/services/invitations/create-invitation'
import { createRegistry } from '@/services/registries/create-registry'
import { deleteRegistry } from '@/services/registries/delete-registry'
import { listRegistries } from '@/services/registries/list-registries'
import { updateRegistry } from '@/services/registries/update-registry'
import { authenticateToken } from '@/services/tokens/authenticate-token'
import { createToken } from '@/services/tokens/create-token'
import { deleteToken } from '@/services/tokens/delete-token'
import { listTokens } from '@/services/tokens/list-tokens'
import { makerIn } from '@/tests/support/maker'
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
  owner = world.as(teamId, { id: await makerIn(world.database, teamId) })
  const grace = await world.database.user.create({ data: { email: `grace-${teamId}@example.com`, name: 'Grace' } })
  await world.database.membership.create({ data: { teamId, userId: grace.id, role: 'developer' } })
  developer = world.as(teamId, { id: grace.id, name: 'Grace', role: 'developer', isOperator: false })
})

const create = async (ctx: Context, role: string, more: object = {}) =>
  createToken({ ctx, input: parseValues(tokenSchema, { name: `for ${role}`, role, ...more }) })
let appCount = 0
const addApp = async (name: string): Promise<string> => {
  appCount += 1
  const slug = `${name}-${appCount}`
  const data = { teamId, name: slug, slug, runSettings: {}, liveSettings: {}, envSealed: '' }
  return (await world.database.app.create({ data })).id
}
const holder = (token: string) => authenticateToken(world.as(teamId), { token, ip: '192.0.2.9' })

describe('API tokens', () => {
  it('are told once, kept as a hash, and say who calls', async () => {
    const { token, ...shown } = await create(owner, 'developer')
    expect(token).toMatch(/^gpl_[0-9A-Za-z]{46}$/)
    expect(token.startsWith(shown.prefix)).toBe(true)
    const stored = await world.database.apiToken.findUniqueOrThrow({ where: { id: shown.id } })
    const listed = await listTokens({ ctx: owner, input: { limit: 10 } })
    const audits = await listAuditEvents({ ctx: owner, input: { limit: 10 } })
    expect(JSON.stringify([stored, listed, audits])).not.toContain(token)
    expect(listed.data).toEqual([shown])
    expect(audits.data[0]).toMatchObject({ action: 'token.create', actor: { name: 'Ada' }, target: { id: shown.id } })
    expect(await holder(token)).toMatchObject({
      kind: 'actor',
      actor: { teamId, role: 'developer', isOperator: false },
    })
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

  it('may be for some apps only, and see nothing else', async () => {
    const [shop, blog] = [await addApp('shop'), await addApp('blog')]
    const made = await create(owner, 'developer', { appIds: [shop, shop] })
    expect(made.apps).toMatchObject([{ id: shop, name: expect.stringMatching(/^shop/) }])
    expect(await holder(made.token)).toMatchObject({ actor: { appIds: [shop], isOperator: false } })
    const listed = await listTokens({ ctx: owner, input: { limit: 10 } })
    expect(listed.data[0]?.apps).toEqual(made.apps)
    await world.database.app.update({ where: { id: shop }, data: { deletedAt: new Date() } })
    expect((await listTokens({ ctx: owner, input: { limit: 10 } })).data[0]?.apps).toEqual([])
    const unknown = await problemOf(() => create(owner, 'viewer', { appIds: [blog, shop, 'none'] }))
    expect(pathsOf(unknown)).toEqual(['appIds.1', 'appIds.2'])
    for (const role of ['owner', 'admin', 'metrics']) {
      expect(pathsOf(await problemOf(() => create(owner, role, { appIds: [blog] })))).toEqual(['appIds'])
    }
  })

  it('of somebody who sees some apps only reach no further', async () => {
    const [shop, blog] = [await addApp('shop'), await addApp('blog')]
    const restricted = world.as(teamId, { id: 'user-3', role: 'developer', isOperator: false, appIds: [shop] })
    expect((await create(restricted, 'viewer')).apps).toMatchObject([{ id: shop }])
    expect(pathsOf(await problemOf(() => create(restricted, 'viewer', { appIds: [blog] })))).toEqual(['appIds.0'])
    const admin = world.as(teamId, { role: 'admin', appIds: [shop] })
    expect((await problemOf(() => create(admin, 'admin'))).kind).toBe('forbidden')
  })

  it('lose with their maker what that person loses', async () => {
    const [shop, blog] = [await addApp('shop'), await addApp('blog')]
    const user = await world.database.user.create({ data: { email: `${teamId}@example.com`, name: 'Mary' } })
    const membership = await world.database.membership.create({ data: { teamId, userId: user.id, role: 'admin' } })
    const mary = world.as(teamId, { id: user.id, role: 'admin', isOperator: false })
    const [one, two] = [await create(mary, 'admin'), await create(mary, 'developer', { appIds: [shop, blog] })]
    const metrics = await create(mary, 'metrics')
    expect(await holder(one.token)).toMatchObject({ actor: { role: 'admin', appIds: null } })
    await world.database.membership.update({
      where: { id: membership.id },
      data: { role: 'developer', onlyListedApps: true },
    })
    await world.database.membershipApp.create({ data: { teamId, membershipId: membership.id, appId: blog } })
    expect(await holder(one.token)).toMatchObject({ actor: { role: 'developer', appIds: [blog] } })
    expect(await holder(two.token)).toMatchObject({ actor: { role: 'developer', appIds: [blog] } })
    expect((await problemOf(() => holder(metrics.token))).kind).toBe('unauthenticated')
    await world.database.membership.delete({ where: { id: membership.id } })
    expect((await problemOf(() => holder(two.token))).kind).toBe('unauthenticated')
  })

  it('end with the token that made them', async () => {
    const leaked = await create(owner, 'admin')
    const withIt = world.as(teamId, { type: 'token', id: leaked.id, role: 'admin' })
    const second = await create(withIt, 'admin')
    const third = await create(world.as(teamId, { type: 'token', id: second.id, role: 'admin' }), 'viewer')
    await deleteToken({ ctx: owner, input: { tokenId: leaked.id } })
    for (const { token } of [leaked, second, third]) {
      expect((await problemOf(() => holder(token))).kind).toBe('unauthenticated')
    }
    const audits = await listAuditEvents({ ctx: owner, input: { limit: 3 } })
    expect(audits.data.map(({ action }) => action)).toEqual(['token.delete', 'token.delete', 'token.delete'])
  })

  it('are over with the token that made them, and what one more would make is refused', async () => {
    const ends = new Date(Date.now() + 60 * 60_000)
    const short = await create(owner, 'admin', { expiresAt: ends.toISOString() })
    const withIt = world.as(teamId, { type: 'token', id: short.id, role: 'admin' })
    const second = await create(withIt, 'developer')
    expect(second.expiresAt).toBe(ends.toISOString())
    const later = new Date(ends.getTime() + 1000).toISOString()
    const refused = await problemOf(() => create(withIt, 'developer', { expiresAt: later }))
    expect(pathsOf(refused)).toEqual(['expiresAt'])
    await world.database.apiToken.update({ where: { id: short.id }, data: { expiresAt: new Date(Date.now() - 1) } })
    expect((await problemOf(() => holder(second.token))).kind).toBe('unauthenticated')
  })

  it('take the invitations along that were made with them', async () => {
    const leaked = await create(owner, 'admin')
    const withIt = world.as(teamId, { type: 'token', id: leaked.id, role: 'admin' })
    const second = await create(withIt, 'admin')
    const invite = (ctx: Context, email: string) =>
      createInvitation({ ctx, input: { email, role: 'admin', appIds: null } })
    await invite(withIt, 'one@example.com')
    await invite(world.as(teamId, { type: 'token', id: second.id, role: 'admin' }), 'two@example.com')
    await invite(owner, 'three@example.com')
    await deleteToken({ ctx: owner, input: { tokenId: leaked.id } })
    const open = await world.database.invitation.findMany({ where: { teamId, revokedAt: null } })
    expect(open.map(({ email }) => email)).toEqual(['three@example.com'])
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
