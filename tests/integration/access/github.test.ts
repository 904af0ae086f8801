import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthOptions } from '@/adapters/auth/next-auth-options'
import { createSessionByIdentity } from '@/services/sessions/create-session-by-identity'
import { type GithubDouble, githubClient, startGithubDouble } from '@/tests/support/github-double'
import { signInByProvider } from '@/tests/support/provider-journey'
import { browser, createSignInWorld, type SignInWorld } from '@/tests/support/sign-in-world'

let world: SignInWorld
let github: GithubDouble
/** Another server of the kind, with other people under the same numbers. */
let elsewhere: GithubDouble

beforeAll(async () => {
  world = await createSignInWorld()
  ;[github, elsewhere] = await Promise.all([startGithubDouble(), startGithubDouble()])
})
afterAll(() => Promise.all([world.close(), github.close(), elsewhere.close()]))
beforeEach(() => world.forgetAttempts())
afterEach(() => vi.unstubAllEnvs())

const refused = async (): Promise<never> => {
  throw new Error('another way of signing in is not part of this test')
}

const signIn = (url = 'http://localhost:3000', client = githubClient, server = github) => {
  vi.stubEnv('NEXTAUTH_URL', url)
  const options = createAuthOptions({
    secret: 'the secret of the cookies',
    url,
    caller: browser,
    providers: { oidc: null, github: { ...client, url: server.url } },
    onError: () => undefined,
    onFault: () => undefined,
    signIn: refused,
    signInByLink: refused,
    signInByIdentity: (input) => createSessionByIdentity({ ctx: world.ctx, input }),
    signOut: refused,
  })
  return signInByProvider({ options, url, provider: 'github' })
}

const signInElsewhere = () => signIn(undefined, undefined, elsewhere)

const address = (email: string, more = {}) => ({ email, primary: true, verified: true, ...more })

describe('signing in with GitHub', () => {
  it('goes by the primary address, not by the one that a profile shows, and by the id from then on', async () => {
    const { id, email } = await world.addPerson('Ada')
    const shown = await world.addPerson('Shown')
    github.next({ id: 1, addresses: [address('shown@example.com', { primary: false }), address(email)] })
    const { location, sessionId } = await signIn()
    expect(location).toBe('http://localhost:3000/apps')
    expect(await world.db.session.findMany({ where: { userId: id } })).toMatchObject([
      { id: sessionId, method: 'github' },
    ])
    github.next({ id: 1, addresses: [address('ada@new-name.example')] })
    expect((await signIn()).sessionId).not.toBeNull()
    expect(await world.db.session.count({ where: { userId: shown.id } })).toBe(0)
  })

  it.each([
    ['an unverified primary address', [address('bea@example.com', { verified: false })], 'email_unverified'],
    ['no primary address', [address('bea@example.com', { primary: false })], 'email_unverified'],
    ['no address', [], 'email_unverified'],
    ['the address of nobody here', [address('nobody@example.com')], 'no_account'],
  ])('lets nobody in by %s', async (_, addresses, error) => {
    await world.db.user.upsert({
      where: { email: 'bea@example.com' },
      create: { email: 'bea@example.com', name: 'Bea' },
      update: {},
    })
    github.next({ id: 2, addresses })
    expect(await signIn()).toMatchObject({ location: `/sign-in?error=${error}`, sessionId: null })
  })

  it('lets nobody in while GitHub is in trouble, and where our secret there is wrong', async () => {
    const { email } = await world.addPerson('Cleo')
    github.next(null)
    expect(await signIn()).toMatchObject({ location: expect.stringContaining('error=OAuthCallback'), sessionId: null })
    github.next({ id: 3, addresses: [address(email)] })
    const wrong = await signIn(undefined, { ...githubClient, clientSecret: 'another' })
    expect(wrong).toMatchObject({ location: expect.stringContaining('error=OAuthCallback'), sessionId: null })
  })
})

describe('the number of a person at GitHub', () => {
  it('counts for the server that gave it: elsewhere it is somebody else', async () => {
    const { id, email } = await world.addPerson('Fay')
    github.next({ id: 5, addresses: [address(email)] })
    await signIn()
    elsewhere.next({ id: 5, addresses: [address('somebody@elsewhere.example')] })
    expect(await signInElsewhere()).toMatchObject({ location: '/sign-in?error=no_account', sessionId: null })
    elsewhere.next({ id: 5, addresses: [address(email)] })
    expect(await signInElsewhere()).toMatchObject({ location: '/sign-in?error=other_identity', sessionId: null })
    expect(await world.db.session.count({ where: { userId: id } })).toBe(1)
    expect((await signIn()).sessionId).not.toBeNull()
  })

  it('counts for one server however its address is written', async () => {
    const { email } = await world.addPerson('Gil')
    github.next({ id: 6, addresses: [address(email)] })
    await signIn()
    github.next({ id: 6, addresses: [address('gil@new-name.example')] })
    const written = { ...github, url: `${github.url.replace('http:', 'HTTP:')}/` }
    expect((await signIn(undefined, undefined, written)).sessionId).not.toBeNull()
  })

  it('counts beside the address only where its server was not kept, and is kept with it then', async () => {
    const { id, email } = await world.addPerson('Hal')
    await world.db.identity.create({ data: { userId: id, provider: 'github', subject: '7' } })
    const linked = async () =>
      (await world.db.identity.findMany({ where: { userId: id } })).map(({ subject }) => subject)

    github.next({ id: 7, addresses: [address('somebody@elsewhere.example')] })
    expect(await signIn()).toMatchObject({ location: '/sign-in?error=no_account', sessionId: null })
    github.next({ id: 7, addresses: [address(email, { verified: false })] })
    expect(await signIn()).toMatchObject({ location: '/sign-in?error=email_unverified', sessionId: null })
    github.next({ id: 8, addresses: [address(email)] })
    expect(await signIn()).toMatchObject({ location: '/sign-in?error=other_identity', sessionId: null })
    expect(await linked()).toEqual(['7'])

    github.next({ id: 7, addresses: [address(email)] })
    expect((await signIn()).sessionId).not.toBeNull()
    expect(await linked()).toEqual([`${github.url} 7`])
    github.next({ id: 7, addresses: [address('hal@new-name.example')] })
    expect((await signIn()).sessionId).not.toBeNull()
    elsewhere.next({ id: 7, addresses: [address(email)] })
    expect(await signInElsewhere()).toMatchObject({ location: '/sign-in?error=other_identity', sessionId: null })
  })
})

describe('the cookie of a session', () => {
  it('goes over HTTPS only where the dashboard is on HTTPS, and is read by no script and sent by no other site', async () => {
    const { email } = await world.addPerson('Dora')
    github.next({ id: 4, addresses: [address(email)] })
    const plain = (await signIn()).cookie?.split('; ')
    expect(plain?.[0]).toMatch(/^next-auth\.session-token=/)
    expect(plain).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/']))
    expect(plain).not.toContain('Secure')
    const secure = (await signIn('https://gapless.example')).cookie?.split('; ')
    expect(secure?.[0]).toMatch(/^__Secure-next-auth\.session-token=/)
    expect(secure).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/', 'Secure']))
  })
})
