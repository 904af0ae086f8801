import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { endSecondFactor } from '@/services/account/end-second-factor'
import { readSecurity } from '@/services/account/read-security'
import { renewRecoveryCodes } from '@/services/account/renew-recovery-codes'
import { withdrawSecondFactor } from '@/services/account/withdraw-second-factor'
import { createSessionByLink } from '@/services/sessions/create-session-by-link'
import { endSession } from '@/services/sessions/end-session'
import { readBrowser } from '@/services/sessions/read-browser'
import { readSession } from '@/services/sessions/read-session'
import { showSecondFactor } from '@/services/sessions/show-second-factor'
import { browser, createSignInWorld, password, refusalOf, type SignInWorld } from '../../support/sign-in-world'

let world: SignInWorld

beforeAll(async () => {
  world = await createSignInWorld()
})
afterAll(() => world.close())
beforeEach(() => world.forgetAttempts())

const show = (sessionId: string, code: string) =>
  showSecondFactor({ ctx: world.ctx, input: { sessionId, code, ip: browser.ip } })
const standing = async (sessionId: string) => (await readBrowser(world.ctx, { sessionId, ip: null }))?.standing
const caller = (userId: string) => ({ userId, sessionId: 'none', ip: browser.ip })

describe('a sign-in with a second factor', () => {
  it('opens nothing before a code was shown, and is in the audit log from then on only', async () => {
    const { id, email, teamId } = await world.addPerson('Ada')
    const app = await world.enrol(id)
    const { sessionId, awaitsSecondFactor } = await world.signIn({ email })
    expect(awaitsSecondFactor).toBe(true)
    expect(await readSession(world.ctx, { sessionId, ip: null })).toBeNull()
    const waiting = await readBrowser(world.ctx, { sessionId, ip: null })
    expect(waiting).toMatchObject({ standing: 'second_factor', teams: [], team: null, actor: null })
    const signIns = () => world.db.auditEvent.count({ where: { teamId, action: 'session.create' } })
    expect(await signIns()).toBe(0)
    await show(sessionId, app.code())
    expect((await readSession(world.ctx, { sessionId, ip: null }))?.actor.id).toBe(id)
    expect(await signIns()).toBe(1)
  })

  it('takes no code twice, of two at the same moment one', async () => {
    const { id, email } = await world.addPerson('Bea')
    const app = await world.enrol(id)
    const sessions = await Promise.all([world.signIn({ email }), world.signIn({ email, ip: '192.0.2.1' })])
    const code = app.code()
    const results = await Promise.allSettled(sessions.map(({ sessionId }) => show(sessionId, code)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const third = await world.signIn({ email })
    expect((await refusalOf(show(third.sessionId, code))).kind).toBe('invalid')
    world.pass(30)
    await show(third.sessionId, app.code())
  })

  it('takes a code of the step before or after, and none older', async () => {
    const { id, email } = await world.addPerson('Cleo')
    const app = await world.enrol(id)
    const { sessionId } = await world.signIn({ email })
    const early = app.code()
    world.pass(90)
    expect((await refusalOf(show(sessionId, early))).kind).toBe('invalid')
    const late = app.code()
    world.pass(30)
    await show(sessionId, late)
  })

  it('takes each recovery code once, however it is typed, and none of another person', async () => {
    const { id, email, teamId } = await world.addPerson('Dora')
    const { recoveryCodes } = await world.enrol(id)
    const other = await world.addPerson('Emil')
    const others = await world.enrol(other.id)
    const { sessionId } = await world.signIn({ email })
    expect((await refusalOf(show(sessionId, others.recoveryCodes[0] ?? ''))).kind).toBe('invalid')
    const [code = ''] = recoveryCodes
    expect(await show(sessionId, ` ${code.toUpperCase().replaceAll('-', ' ')} `)).toEqual({ usedRecoveryCode: true })
    const again = await world.signIn({ email })
    expect((await refusalOf(show(again.sessionId, code))).kind).toBe('invalid')
    expect(await readSecurity(world.ctx, { userId: id })).toMatchObject({ recoveryCodesLeft: 9 })
    expect(await world.db.auditEvent.count({ where: { teamId, action: 'session.second_factor_failed' } })).toBe(2)
  })

  it('has to be finished within a quarter of an hour, and not after signing out', async () => {
    const { id, email } = await world.addPerson('Fay')
    const app = await world.enrol(id)
    const late = await world.signIn({ email })
    world.pass(15 * 60 + 1)
    expect((await refusalOf(show(late.sessionId, app.code()))).code).toBe('signed_out')
    const left = await world.signIn({ email })
    await endSession(world.ctx, { sessionId: left.sessionId, ip: browser.ip })
    expect((await refusalOf(show(left.sessionId, app.code()))).code).toBe('signed_out')
  })

  it('is asked for after a mailed link as well', async () => {
    const { id, email } = await world.addPerson('Gil')
    const app = await world.enrol(id)
    const secret = await linkFor(email)
    const session = await createSessionByLink({ ctx: world.ctx, input: { secret, ...browser } })
    expect(await standing(session.sessionId)).toBe('second_factor')
    await show(session.sessionId, app.code())
    expect(await standing(session.sessionId)).toBe('open')
  })
})

describe('turning a second factor off', () => {
  it('asks for the password or a code, and makes the old ones useless', async () => {
    const { id, email, teamId } = await world.addPerson('Hedy')
    const app = await world.enrol(id)
    expect((await refusalOf(endSecondFactor(world.ctx, { ...caller(id), confirm: 'wrong' }))).fields[0]?.path).toBe(
      'confirm',
    )
    expect((await readSecurity(world.ctx, { userId: id })).secondFactorSince).not.toBeNull()
    await endSecondFactor(world.ctx, { ...caller(id), confirm: app.code() })
    expect((await world.signIn({ email })).awaitsSecondFactor).toBe(false)
    expect(await world.db.recoveryCode.count({ where: { userId: id } })).toBe(0)
    const actions = await world.db.auditEvent.findMany({ where: { teamId }, select: { action: true } })
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['account.second_factor_on', 'account.second_factor_off']),
    )
  })

  it('is possible ten times wrongly, not more', async () => {
    const { id } = await world.addPerson('Ida')
    await world.enrol(id)
    const attempt = () => refusalOf(endSecondFactor(world.ctx, { ...caller(id), confirm: 'wrong' }))
    for (let index = 0; index < 10; index += 1) expect((await attempt()).kind).toBe('invalid')
    expect((await attempt()).kind).toBe('too_many_requests')
  })
})

describe('a second factor that was lost', () => {
  it('is turned off by the operator, which every team of the person can read', async () => {
    const { id, email, teamId } = await world.addPerson('Ines')
    await world.enrol(id)
    expect(await withdrawSecondFactor(world.ctx, { email: 'nobody@example.com' })).toBeNull()
    expect(await withdrawSecondFactor(world.ctx, { email: email.toUpperCase() })).toEqual({ name: 'Ines' })
    expect((await world.signIn({ email })).awaitsSecondFactor).toBe(false)
    const action = 'account.second_factor_off'
    expect(await world.db.auditEvent.findMany({ where: { teamId, action } })).toMatchObject([{ actorType: 'system' }])
    expect(await withdrawSecondFactor(world.ctx, { email })).toBeNull()
  })
})

describe('new recovery codes', () => {
  it('take the place of the old ones', async () => {
    const { id, email } = await world.addPerson('Jo')
    const { recoveryCodes } = await world.enrol(id)
    const fresh = await renewRecoveryCodes(world.ctx, { ...caller(id), confirm: password })
    expect(new Set([...recoveryCodes, ...fresh]).size).toBe(20)
    const { sessionId } = await world.signIn({ email })
    expect((await refusalOf(show(sessionId, recoveryCodes[0] ?? ''))).kind).toBe('invalid')
    await show(sessionId, fresh[0] ?? '')
  })
})

describe('a team that asks for a second factor', () => {
  it('is closed to a member without one, in a session that is open already too', async () => {
    const { id, email, teamId } = await world.addPerson('Kim')
    const elsewhere = await world.db.team.create({ data: { name: 'Elsewhere' } })
    await world.db.membership.create({ data: { teamId: elsewhere.id, userId: id, role: 'viewer' } })
    const { sessionId } = await world.signIn({ email })
    expect(await standing(sessionId)).toBe('open')
    await world.db.team.update({ where: { id: teamId }, data: { requiresSecondFactor: true } })
    const asked = await readBrowser(world.ctx, { sessionId, teamId, ip: null })
    expect(asked).toMatchObject({ standing: 'enrol', team: { id: teamId }, actor: null })
    expect(await readSession(world.ctx, { sessionId, teamId, ip: null })).toBeNull()
    expect((await readSession(world.ctx, { sessionId, teamId: elsewhere.id, ip: null }))?.actor.teamId).toBe(
      elsewhere.id,
    )
    await world.enrol(id)
    expect((await readSession(world.ctx, { sessionId, teamId, ip: null }))?.actor.teamId).toBe(teamId)
  })
})

describe('somebody without a team', () => {
  it('is signed in and acts for nobody', async () => {
    const { id, email } = await world.addPerson('Lea')
    const { sessionId } = await world.signIn({ email })
    await world.db.membership.deleteMany({ where: { userId: id } })
    expect(await readBrowser(world.ctx, { sessionId, ip: null })).toMatchObject({
      standing: 'no_team',
      person: { email },
      actor: null,
    })
  })
})

/** What a link to sign in carries that was mailed to this address. */
const linkFor = async (email: string): Promise<string> => {
  const { requestLink } = await import('@/services/sign-in-links/request-link')
  const { sent } = await requestLink({ ctx: world.ctx, input: { email, purpose: 'sign_in', ip: browser.ip } })
  await sent
  const source = world.inbox.mails.at(-1)?.source ?? ''
  return /token=(?:3D)?([A-Za-z0-9_-]{43})/.exec(source.replace(/=\r\n/g, '').replaceAll('=3D', '='))?.[1] ?? ''
}
