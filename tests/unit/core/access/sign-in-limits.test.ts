import { describe, expect, it } from 'vitest'
import { retryAfterOf, signInError, signInErrorText } from '@/core/access/sign-in-error'
import { codeLimits, networkOf, signInLimits } from '@/core/access/sign-in-limits'
import { GaplessError } from '@/core/errors'

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['::ffff:203.0.113.7', '::ffff:203.0.113.7'],
    ['unknown', 'unknown'],
  ])('%s is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })
})

describe('the limits of signing in', () => {
  it('are about what one caller does, so that nobody keeps another person out', () => {
    expect(signInLimits('ada', 'here').map((limit) => limit.name)).toEqual(['pair:ada:here', 'address:here'])
  })

  it('count codes for the account as a whole only from networks that it is not known from, else for each network', () => {
    const names = (isKnown: boolean) =>
      codeLimits({ user: 'ada', session: 'session', address: 'here', isKnown }).map((limit) => limit.name)
    expect(names(false)).toEqual(['code-of:session', 'code:ada'])
    expect(names(true)).toEqual(['code-of:session', 'code:ada:here'])
  })
})

describe('a failed sign-in', () => {
  const tooMany = new GaplessError('too_many_requests', 'too_many_attempts', 'Wait.', { retryAfterSeconds: 61.2 })

  it('goes into an address and comes back as a sentence', () => {
    expect(signInError(tooMany)).toBe('too_many_attempts-62')
    expect(retryAfterOf(signInError(tooMany))).toBe(62)
    expect(signInErrorText('too_many_attempts-62')).toContain('in 62 s.')
    expect(signInErrorText('too_many_attempts-899')).toContain('in 15 minutes.')
    expect(signInErrorText('wrong_login')).toContain('or the password is wrong')
  })

  it('tells nothing of what went wrong inside', () => {
    expect(signInError(new Error('password "hunter2" at 10.0.0.1'))).toBe('internal_error')
  })

  it('ignores what somebody else wrote into the address', () => {
    expect(retryAfterOf('too_many_attempts-')).toBeNull()
    expect(retryAfterOf('too_many_attempts-9999999')).toBeNull()
    expect(signInErrorText('<script>alert(1)</script>')).not.toContain('script')
    expect(signInErrorText('constructor')).toContain('the fault is ours')
  })
})
