import { describe, expect, it } from 'vitest'
import { totpCodes } from '@/adapters/auth/totp-codes'

/** The secret of RFC 6238's appendix B, base32, and its SHA-1 values cut to six digits. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const at = (seconds: number): Date => new Date(seconds * 1000)

describe('a code of an authenticator app', () => {
  it.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_234_567_890, '005924', 41_152_263],
    [20_000_000_000, '353130', 666_666_666],
  ])('at second %i is %s, of step %i', (seconds, code, step) => {
    expect(totpCodes.stepOf(secret, code, at(seconds))).toBe(step)
  })

  it('counts one step earlier and later, and keeps its own step', () => {
    const seen = [-60, -30, 0, 30, 60].map((seconds) => totpCodes.stepOf(secret, '287082', at(45 + seconds)))
    expect(seen).toEqual([null, 1, 1, 1, null])
  })

  it.each(['', '28708', '2870822', 'abcdef', '287083'])('is not %j', (code) => {
    expect(totpCodes.stepOf(secret, code, at(59))).toBeNull()
  })

  it('comes of a secret of 160 bits that an app can scan', () => {
    const fresh = totpCodes.newSecret()
    expect(fresh).toMatch(/^[A-Z2-7]{32}$/)
    expect(totpCodes.newSecret()).not.toBe(fresh)
    const uri = new URL(totpCodes.uri(fresh, 'ada@example.com'))
    expect(`${uri.protocol}${uri.host}`).toBe('otpauth:totp')
    expect(decodeURIComponent(uri.pathname)).toBe('/Gapless:ada@example.com')
    expect(uri.searchParams.get('secret')).toBe(fresh)
  })
})
