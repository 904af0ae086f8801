import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createMailer } from '@/adapters/notifiers/mailer'
import { invitationMs } from '@/core/invitations/state'
import { changePassword } from '@/services/account/change-password'
import { resetPassword } from '@/services/passwords/reset-password'
import { createSessionByLink } from '@/services/sessions/create-session-by-link'
import { readSession } from '@/services/sessions/read-session'
import { findLink } from '@/services/sign-in-links/find-link'
import { requestLink } from '@/services/sign-in-links/request-link'
import { authenticateToken } from '@/services/tokens/authenticate-token'
import { newTokenSecret } from '@/services/tokens/token-secret'
import { browser, createSignInWorld, password, refusalOf, type SignInWorld } from '../../support/sign-in-world'

let world: SignInWorld

beforeAll(async () => {
  world = await createSignInWorld()
})
afterAll(() => world.close())
beforeEach(() => world.forgetAttempts())

type Purpose = 'sign_in' | 'password_reset'
const another = 'gravel poem mitten orbit'

const request = async (email: string, purpose: Purpose, ip = browser.ip): Promise<void> => {
  const { sent } = await requestLink({ ctx: world.ctx, input: { email, purpose, ip } })
  await sent
}

/** Asks for a link and reads what it carries out of the mail. */
const mailed = async (email: string, purpose: Purpose): Promise<string> => {
  await request(email, purpose)
  const mail = world.inbox.mails.at(-1)
  expect(mail?.to).toEqual([email])
  const text = mail?.source.replace(/=\r\n/g, '').replaceAll('=3D', '=') ?? ''
  return /\?token=([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? ''
}

const signInBy = (secret: unknown) => createSessionByLink({ ctx: world.ctx, input: { secret, ...browser } })
const reset = (secret: unknown, next: unknown) =>
  resetPassword({ ctx: world.ctx, input: { secret, password: next, ip: browser.ip } })

/** A token, a deploy hook and an invitation that somebody, or another token, has made. */
const handOut = async (teamId: string, by: string): Promise<{ id: string; token: string }> => {
  const name = crypto.randomUUID()
  const { token, hash, prefix } = await newTokenSecret()
  const made = await world.db.apiToken.create({
    data: { teamId, name, role: 'developer', hash, prefix, createdBy: by },
  })
  const app = { teamId, name, slug: name, runSettings: {}, liveSettings: {}, envSealed: '' }
  const { id: appId } = await world.db.app.create({ data: app })
  await world.db.deployHook.create({ data: { teamId, appId, name, secretSealed: '', createdBy: by } })
  const expiresAt = new Date(world.ctx.clock.now().getTime() + invitationMs)
  const invited = { email: `${name}@example.com`, role: 'viewer', hash: name, invitedBy: by } as const
  await world.db.invitation.create({ data: { ...invited, teamId, expiresAt } })
  return { id: made.id, token }
}
const callBy = ({ token }: { token: string }) => authenticateToken(world.ctx, { token, ip: null })

describe('a link to sign in', () => {
  it('lets its person in once, of two at the same moment one, and looking at it uses nothing up', async () => {
    const { id, email } = await world.addPerson('Ada')
    const secret = await mailed(` ${email.toUpperCase()} `.trim().toLowerCase(), 'sign_in')
    expect(await findLink(world.ctx, { secret, purpose: 'sign_in' })).toMatchObject({ email })
    const results = await Promise.allSettled([signInBy(secret), signInBy(secret)])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await refusalOf(signInBy(secret))).code).toBe('link_over')
    expect(await world.db.session.findMany({ where: { userId: id } })).toMatchObject([{ method: 'mail' }])
    expect((await world.db.user.findUniqueOrThrow({ where: { id } })).emailVerifiedAt).not.toBeNull()
  })

  it('that is the first proof of the address ends what opened the account before', async () => {
    const { id, email, teamId } = await world.addPerson('Amy')
    await world.db.user.update({ where: { id }, data: { emailVerifiedAt: null } })
    const before = await world.signIn({ email })
    await signInBy(await mailed(email, 'sign_in'))
    expect((await refusalOf(world.signIn({ email }))).code).toBe('wrong_login')
    const sessions = await world.db.session.findMany({ where: { userId: id, revokedAt: null } })
    expect(sessions.map(({ method }) => method)).toEqual(['mail'])
    expect(sessions[0]?.id).not.toBe(before.sessionId)
    const events = await world.db.auditEvent.findMany({ where: { teamId, action: 'account.address_proof' } })
    expect(events).toMatchObject([{ after: { signedOut: 1 } }])
    await reset(await mailed(email, 'password_reset'), another)
    expect((await world.signIn({ email, password: another })).userId).toBe(id)
  })

  it('that is the first proof of the address ends what was handed out from the account before, and nothing else', async () => {
    const { id, email, teamId } = await world.addPerson('Ann')
    const other = await world.addPerson('Bob')
    await world.db.membership.create({ data: { teamId, userId: other.id, role: 'admin' } })
    await world.db.user.update({ where: { id }, data: { emailVerifiedAt: null } })
    const token = await handOut(teamId, id)
    await handOut(teamId, token.id)
    const kept = await handOut(teamId, other.id)
    await signInBy(await mailed(email, 'sign_in'))
    const which = { where: { teamId } }
    const open = { where: { teamId, revokedAt: null } }
    expect((await refusalOf(callBy(token))).code).toBe('invalid_token')
    expect(await world.db.apiToken.findMany(open)).toMatchObject([{ id: kept.id }])
    expect(await world.db.deployHook.findMany(which)).toMatchObject([{ createdBy: other.id }])
    expect(await world.db.invitation.findMany(open)).toMatchObject([{ invitedBy: other.id }])
    const events = await world.db.auditEvent.findMany({ where: { teamId, actorId: id }, orderBy: { id: 'asc' } })
    expect(events.map(({ action }) => action).sort()).toEqual(
      [
        ...['account.address_proof', 'session.create'],
        ...['token.delete', 'token.delete', 'hook.delete', 'hook.delete', 'invitation.delete', 'invitation.delete'],
      ].sort(),
    )
  })

  it('that is no first proof ends nothing that was handed out', async () => {
    const { id, email, teamId } = await world.addPerson('Art')
    const token = await handOut(teamId, id)
    await signInBy(await mailed(email, 'sign_in'))
    expect(await callBy(token)).toMatchObject({ kind: 'actor' })
    expect(await world.db.deployHook.count({ where: { teamId } })).toBe(1)
    expect(await world.db.invitation.count({ where: { teamId, revokedAt: null } })).toBe(1)
  })

  it('counts for a quarter of an hour, and is no link for another password', async () => {
    const { email } = await world.addPerson('Bea')
    const secret = await mailed(email, 'sign_in')
    expect((await refusalOf(reset(secret, another))).code).toBe('link_over')
    world.pass(15 * 60)
    expect((await refusalOf(signInBy(secret))).code).toBe('link_over')
  })

  it.each([[''], ['x'.repeat(43)], [undefined], [{}], ['\0'.repeat(43)]])('is not %j', async (secret) => {
    expect((await refusalOf(signInBy(secret))).code).toBe('link_over')
  })

  it('is kept as a digest only', async () => {
    const { id, email } = await world.addPerson('Cleo')
    const secret = await mailed(email, 'sign_in')
    expect(JSON.stringify(await world.db.signInLink.findMany({ where: { userId: id } }))).not.toContain(secret)
  })
})

describe('asking for a link', () => {
  it('is answered the same for an address that nobody has, and mails nobody then', async () => {
    const before = world.inbox.mails.length
    await request('nobody@example.com', 'password_reset')
    await request('not an address', 'sign_in')
    expect(world.inbox.mails).toHaveLength(before)
  })

  it('mails one person five times in a quarter of an hour, and one caller may ask sixty times', async () => {
    const { email } = await world.addPerson('Dora')
    const before = world.inbox.mails.length
    for (let index = 0; index < 8; index += 1) await request(email, 'sign_in', `198.51.100.${index}`)
    expect(world.inbox.mails).toHaveLength(before + 5)
    for (let index = 0; index < 60; index += 1) await request('nobody@example.com', 'sign_in')
    expect((await refusalOf(request('nobody@example.com', 'sign_in'))).kind).toBe('too_many_requests')
  })

  it('is not to be had where no mail server is set', async () => {
    const ctx = { ...world.ctx, mailer: createMailer(undefined) }
    const asked = requestLink({ ctx, input: { email: 'a@b.c', purpose: 'sign_in', ip: browser.ip } })
    expect((await refusalOf(asked)).kind).toBe('not_found')
  })
})

describe('a link for another password', () => {
  it('changes it, ends every session and every other link, and counts once', async () => {
    const { id, email, teamId } = await world.addPerson('Emil')
    const { sessionId } = await world.signIn({ email })
    const toSignIn = await mailed(email, 'sign_in')
    const secret = await mailed(email, 'password_reset')
    await reset(secret, another)
    expect(await readSession(world.ctx, { sessionId, ip: null })).toBeNull()
    expect((await refusalOf(signInBy(toSignIn))).code).toBe('link_over')
    expect((await refusalOf(reset(secret, another))).code).toBe('link_over')
    expect((await refusalOf(world.signIn({ email }))).code).toBe('wrong_login')
    expect((await world.signIn({ email, password: another })).userId).toBe(id)
    expect(await world.db.auditEvent.count({ where: { teamId, action: 'account.password_reset' } })).toBe(1)
  })

  it.each([
    ['too short', () => 'short', /15 characters/],
    ['easy to guess', () => 'passwordpassword', /easy to guess/],
    ['the own address, twice', (email: string) => `${email} ${email}`, /easy to guess/],
    ['no text', () => 7, /expected string/],
  ])('refuses a password that is %s, and counts still', async (_, next, why) => {
    const { email } = await world.addPerson(`Fay${crypto.randomUUID().slice(0, 8)}`)
    const secret = await mailed(email, 'password_reset')
    const error = await refusalOf(reset(secret, next(email)))
    expect(error.fields).toMatchObject([{ path: 'password', message: expect.stringMatching(why) }])
    await reset(secret, another)
  })

  it('gives a first password to whoever has none', async () => {
    const { id, email } = await world.addPerson('Gil')
    await world.db.user.update({ where: { id }, data: { passwordHash: null } })
    await reset(await mailed(email, 'password_reset'), another)
    expect((await world.signIn({ email, password: another })).userId).toBe(id)
  })
})

describe('changing the password', () => {
  const change = (userId: string, sessionId: string, input: unknown) =>
    changePassword(world.ctx, { userId, sessionId, ip: browser.ip, input })

  it('asks for the present one, and ends every other session', async () => {
    const { id, email } = await world.addPerson('Hedy')
    const here = await world.signIn({ email })
    const there = await world.signIn({ email, ip: '192.0.2.1' })
    const wrong = await refusalOf(change(id, here.sessionId, { present: 'wrong', password: another }))
    expect(wrong.fields[0]?.path).toBe('present')
    await change(id, here.sessionId, { present: password, password: another })
    expect(await readSession(world.ctx, { sessionId: here.sessionId, ip: null })).not.toBeNull()
    expect(await readSession(world.ctx, { sessionId: there.sessionId, ip: null })).toBeNull()
    expect((await world.signIn({ email, password: another })).userId).toBe(id)
  })

  it('cannot be used to guess it', async () => {
    const { id } = await world.addPerson('Ida')
    const guess = () => refusalOf(change(id, 'none', { present: 'wrong', password: another }))
    for (let index = 0; index < 10; index += 1) expect((await guess()).kind).toBe('invalid')
    expect((await guess()).kind).toBe('too_many_requests')
  })

  it('sets a first one without asking for any', async () => {
    const { id, email } = await world.addPerson('Jo')
    await world.db.user.update({ where: { id }, data: { passwordHash: null } })
    await change(id, 'none', { password: another })
    expect((await world.signIn({ email, password: another })).userId).toBe(id)
  })
})
