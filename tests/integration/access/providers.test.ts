import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthOptions } from '@/adapters/auth/next-auth-options'
import { createMailer } from '@/adapters/notifiers/mailer'
import { signInErrorText } from '@/core/access/sign-in-error'
import { unlinkIdentity } from '@/services/account/unlink-identity'
import { createSessionByIdentity } from '@/services/sessions/create-session-by-identity'
import { readBrowser } from '@/services/sessions/read-browser'
import { readSession } from '@/services/sessions/read-session'
import { type OidcProvider, oidcClient, startOidcProvider } from '../../support/oidc-provider'
import { signInByProvider } from '../../support/provider-journey'
import { browser, createSignInWorld, refusalOf, type SignInWorld } from '../../support/sign-in-world'

const url = 'http://localhost:3000'
const secret = 'the secret of the cookies'

let world: SignInWorld
let provider: OidcProvider

beforeAll(async () => {
  world = await createSignInWorld()
  provider = await startOidcProvider()
})
afterAll(() => Promise.all([world.close(), provider.close()]))
beforeEach(async () => {
  await world.forgetAttempts()
  vi.stubEnv('NEXTAUTH_URL', url)
})
afterEach(() => vi.unstubAllEnvs())

const refused = async (): Promise<never> => {
  throw new Error('another way of signing in is not part of this test')
}

const options = () =>
  createAuthOptions({
    secret,
    url,
    caller: browser,
    providers: { oidc: { ...oidcClient, issuer: provider.issuer, name: 'Company' }, github: null },
    onError: () => undefined,
    onFault: () => undefined,
    signIn: refused,
    signInByLink: refused,
    signInByIdentity: (input) => createSessionByIdentity({ ctx: world.ctx, input }),
    signOut: refused,
  })

const signIn = (tamper?: (back: URL) => URL) =>
  signInByProvider({ options: options(), url, provider: 'oidc', ...(tamper ? { tamper } : {}) })

const verified = (sub: string, email: string) => ({ sub, email, email_verified: true })

describe('signing in with a provider of OpenID Connect', () => {
  it('lets in whose verified address is known, and knows them by their id from then on', async () => {
    const { id, email, teamId } = await world.addPerson('Ada')
    provider.next(verified('ada-there', email.toUpperCase()))
    const { location, sessionId } = await signIn()
    expect(location).toBe(`${url}/apps`)
    expect(await readBrowser(world.ctx, { sessionId: sessionId ?? '', ip: null })).toMatchObject({
      standing: 'open',
      person: { id },
    })
    expect(await world.db.session.findMany({ where: { userId: id } })).toMatchObject([{ method: 'oidc' }])
    expect(await world.db.auditEvent.count({ where: { teamId, action: 'account.identity_link' } })).toBe(1)
    provider.next({ sub: 'ada-there', email: 'ada@new-name.example', email_verified: false })
    expect((await signIn()).sessionId).not.toBeNull()
  })

  it('ends the password of whoever made the account before its address was proven', async () => {
    const { id, email } = await world.addPerson('Zoe')
    await world.db.user.update({ where: { id }, data: { emailVerifiedAt: null } })
    provider.next(verified('zoe-there', email))
    expect((await signIn()).sessionId).not.toBeNull()
    expect((await refusalOf(world.signIn({ email }))).code).toBe('wrong_login')
    provider.next(verified('zoe-there', email))
    expect((await signIn()).sessionId).not.toBeNull()
  })

  it('asks for the second factor of an account that has one', async () => {
    const { id, email } = await world.addPerson('Bea')
    await world.enrol(id)
    provider.next(verified('bea-there', email))
    const { sessionId } = await signIn()
    expect((await readBrowser(world.ctx, { sessionId: sessionId ?? '', ip: null }))?.standing).toBe('second_factor')
  })

  it.each([
    ['makes no account', { sub: 'x', email: 'nobody@example.com', email_verified: true }, 'no_account'],
    [
      'links nobody by an unverified address',
      { sub: 'x', email: 'cleo@example.com', email_verified: false },
      'email_unverified',
    ],
    [
      'links nobody by an address of which nothing is said',
      { sub: 'x', email: 'cleo@example.com' },
      'email_unverified',
    ],
    ['links nobody without an address', { sub: 'x' }, 'email_unverified'],
  ])('%s', async (_, person, error) => {
    await world.db.user.upsert({
      where: { email: 'cleo@example.com' },
      create: { email: 'cleo@example.com', name: 'Cleo' },
      update: {},
    })
    const users = await world.db.user.count()
    provider.next(person)
    expect(await signIn()).toMatchObject({ location: `/sign-in?error=${error}`, sessionId: null })
    expect(await world.db.user.count()).toBe(users)
    expect(await world.db.identity.count({ where: { subject: { endsWith: ' x' } } })).toBe(0)
  })

  it('gives an account to nobody else who was given its address there', async () => {
    const { email } = await world.addPerson('Dora')
    provider.next(verified('dora-there', email))
    await signIn()
    provider.next(verified('successor', email))
    expect(await signIn()).toMatchObject({ location: '/sign-in?error=other_identity', sessionId: null })
  })

  it('gives an account to its owner again once they have unlinked who they were there, which their team can read', async () => {
    const { id, email, teamId } = await world.addPerson('Dina')
    provider.next(verified('dina-there', email))
    const before = await signIn()
    provider.next(verified('dina-at-the-new-one', email))
    expect((await signIn()).location).toBe('/sign-in?error=other_identity')
    expect(signInErrorText('other_identity')).toContain('unlink it under Settings, Security')
    await unlinkIdentity(world.ctx, { userId: id, ip: browser.ip, provider: 'oidc' })
    expect(await readSession(world.ctx, { sessionId: before.sessionId ?? '', ip: null })).not.toBeNull()
    expect(await world.db.auditEvent.findMany({ where: { teamId, action: 'account.identity_unlink' } })).toMatchObject([
      { targetName: email, before: { provider: 'oidc' }, ip: browser.ip },
    ])
    provider.next(verified('dina-at-the-new-one', email))
    const after = await signIn()
    expect((await readSession(world.ctx, { sessionId: after.sessionId ?? '', ip: null }))?.actor.id).toBe(id)
  })

  it('is not unlinked where nothing else lets its person in, and only by its own person', async () => {
    const { id, email } = await world.addPerson('Dot')
    const other = await world.addPerson('Ota')
    provider.next(verified('dot-there', email))
    await signIn()
    await world.db.user.update({ where: { id }, data: { passwordHash: null } })
    const unlink = (userId: string, named: unknown, ctx = world.ctx) =>
      unlinkIdentity(ctx, { userId, ip: null, provider: named })
    const mailless = { ...world.ctx, mailer: createMailer(undefined) }
    expect((await refusalOf(unlink(id, 'oidc', mailless))).code).toBe('only_way_in')
    expect((await refusalOf(unlink(other.id, 'oidc'))).kind).toBe('not_found')
    expect((await refusalOf(unlink(id, 'github'))).kind).toBe('not_found')
    expect((await refusalOf(unlink(id, 'password'))).kind).toBe('invalid')
    expect(await world.db.identity.count({ where: { userId: id } })).toBe(1)
    // A mailed link lets them in.
    await unlink(id, 'oidc')
    expect(await world.db.identity.count({ where: { userId: id } })).toBe(0)
  })

  it.each([
    ['for another client', { claims: { aud: 'another' } }],
    ['of another provider', { claims: { iss: 'https://elsewhere.example' } }],
    ['of another sign-in', { claims: { nonce: 'another' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that has expired', { claims: { exp: 1 } }],
    ['signed by another key', { isSignedByAnother: true }],
  ])('refuses a token %s', async (_, fault) => {
    const { id, email } = await world.addPerson(`Eve${crypto.randomUUID().slice(0, 8)}`)
    provider.next(verified(`eve-${email}`, email), fault)
    const { location, sessionId } = await signIn()
    expect(location).toContain('error=OAuthCallback')
    expect(sessionId).toBeNull()
    expect(await world.db.session.count({ where: { userId: id } })).toBe(0)
  })

  it('refuses to come back with the state of another sign-in', async () => {
    const { email } = await world.addPerson('Fay')
    provider.next(verified('fay-there', email))
    const { sessionId, location } = await signIn((back) => {
      back.searchParams.set('state', 'another')
      return back
    })
    expect(location).toContain('error=OAuthCallback')
    expect(sessionId).toBeNull()
  })
})
