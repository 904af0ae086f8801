import { describe, expect, it } from 'vitest'
import { createAuthOptions } from '@/adapters/auth/next-auth-options'
import { GaplessError } from '@/core/errors'

/** Every way of signing in ends with `thrown`; what was heard of it, and what the person is told. */
const signInWith = (thrown: unknown) => {
  const faults: unknown[] = []
  const fail = async (): Promise<never> => {
    throw thrown
  }
  const options = createAuthOptions({
    secret: 'secret',
    url: 'http://localhost:3000',
    caller: { ip: '192.0.2.7', userAgent: 'a browser' },
    providers: { oidc: null, github: null },
    onError: () => undefined,
    onFault: (error) => faults.push(error),
    signIn: fail,
    signInByLink: fail,
    signInByIdentity: fail,
    signOut: fail,
  })
  const forms = options.providers.flatMap((provider) =>
    provider.type === 'credentials' ? [() => provider.authorize({}, { headers: {} })] : [],
  )
  const byGithub = () =>
    options.callbacks?.signIn?.({
      user: { id: 'one' },
      account: { provider: 'github', type: 'oauth', providerAccountId: '1' },
      profile: Object.assign({ email: 'ada@example.com' }, { site: 'https://github.com', id: 1, email_verified: true }),
    })
  return { faults, forms, byGithub }
}

describe('a sign-in that fails', () => {
  it('by a fault of ours is heard, in each way of signing in, and tells the person nothing of it', async () => {
    const thrown = new Error('connect ECONNREFUSED 10.0.0.1:5432')
    const { faults, forms, byGithub } = signInWith(thrown)
    expect(forms).toHaveLength(2)
    for (const submit of forms) await expect(submit()).rejects.toThrow(/^internal_error$/)
    expect(await byGithub()).toBe('/sign-in?error=internal_error')
    expect(faults).toEqual([thrown, thrown, thrown])
  })

  it('by a refusal is nothing for the log', async () => {
    const { faults, forms, byGithub } = signInWith(new GaplessError('unauthenticated', 'wrong_login', 'Wrong.'))
    for (const submit of forms) await expect(submit()).rejects.toThrow(/^wrong_login$/)
    expect(await byGithub()).toBe('/sign-in?error=wrong_login')
    expect(faults).toEqual([])
  })
})
