import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { causeInWords, expiryInWords } from '@/core/monitors/causes'
import { failureCodes, type Observation } from '@/core/monitors/check'
import { isExpectedStatus, isExpectedStatusText } from '@/core/monitors/expected-status'
import { judge } from '@/core/monitors/judge'

const at = new Date('2026-09-03T12:00:00Z')
const expected = { expectedStatus: '200-299', keyword: null, timeoutMs: 10_000, degradedMs: null, tlsExpiryDays: 14 }
const fine: Observation = {
  statusCode: 200,
  failure: null,
  phases: { dnsMs: 1, connectMs: 2, tlsMs: 3, firstByteMs: 4, totalMs: 11 },
  hasKeyword: null,
  tlsEnd: null,
  redirects: [],
}
const inDays = (days: number, issuer: string | null = null) => ({
  at: new Date(at.getTime() + days * 86_400_000),
  issuer,
})

describe('a check', () => {
  it('is good where all is as it should be', () => {
    expect(judge(expected, fine, at)).toEqual({
      at: at.toISOString(),
      outcome: 'ok',
      code: null,
      error: null,
      statusCode: 200,
      phases: fine.phases,
      tlsExpiresAt: null,
    })
  })

  it.each([
    [{ statusCode: 503 }, 'unexpected_status', '503 instead of 200-299'],
    [{ statusCode: null }, 'answer_broken', 'the answer broke off ()'],
    [
      { statusCode: null, failure: { code: 'connection_refused' as const, detail: 'ECONNREFUSED' } },
      'connection_refused',
      'connection refused',
    ],
    [{ failure: { code: 'timeout' as const, detail: '' } }, 'timeout', 'no whole answer within 10 s'],
  ])('fails for %o', (seen, code, error) => {
    expect(judge(expected, { ...fine, ...seen }, at)).toMatchObject({ outcome: 'failed', code, error })
  })

  it('says in words that the database can hold what another has sent', () => {
    const failure = { code: 'answer_broken' as const, detail: 'a\0b\ud83d' }
    expect(judge(expected, { ...fine, failure }, at).error).toBe('the answer broke off (a\uFFFDb\uFFFD)')
    const soon = judge(expected, { ...fine, tlsEnd: inDays(3, 'a\ud83d') }, at)
    expect(soon.error).toContain('(a\uFFFD)')
  })

  it('is what failed first, whatever the page says', () => {
    const keyword = { text: 'Welcome', mustContain: true }
    expect(judge({ ...expected, keyword }, { ...fine, statusCode: 500, hasKeyword: false }, at).code).toBe(
      'unexpected_status',
    )
    expect(judge({ ...expected, keyword }, { ...fine, hasKeyword: false }, at).error).toBe(
      "200 but the page lacks 'Welcome'",
    )
    expect(judge({ ...expected, keyword }, { ...fine, hasKeyword: true }, at).outcome).toBe('ok')
  })

  it('is slow above the limit, and not at it', () => {
    expect(judge({ ...expected, degradedMs: 11 }, fine, at).outcome).toBe('ok')
    expect(judge({ ...expected, degradedMs: 10 }, fine, at).outcome).toBe('slow')
  })

  it('warns of a certificate so many days before its end', () => {
    expect(judge(expected, { ...fine, tlsEnd: inDays(14.1) }, at).code).toBeNull()
    expect(judge(expected, { ...fine, tlsEnd: inDays(6.9) }, at)).toMatchObject({
      outcome: 'ok',
      code: 'tls_expires_soon',
      error: 'certificate expires in 6 days',
    })
    expect(judge(expected, { ...fine, tlsEnd: inDays(6.9, 'R3') }, at).error).toBe(
      'issuer’s certificate (R3) expires in 6 days',
    )
    expect(judge({ ...expected, tlsExpiryDays: 0 }, { ...fine, tlsEnd: inDays(0.1) }, at).code).toBeNull()
  })
})

describe('a cause', () => {
  it('has words for every code, on one line', () => {
    const facts = {
      statusCode: 200,
      expectedStatus: '200',
      keyword: 'x',
      timeoutMs: 500,
      detail: '10.0.0.1 is private',
    }
    for (const code of failureCodes) expect(causeInWords[code](facts)).toMatch(/^[^\n]{5,120}$/)
    expect(expiryInWords(1.5, null)).toBe('certificate expires in 1 day')
    expect(expiryInWords(0.5, null)).toBe('certificate expires within a day')
  })
})

describe('expected statuses', () => {
  it.each(['200', '200-299', '200,301-308', ' 200 , 404 '])('may be %s', (text) => {
    expect(isExpectedStatusText(text)).toBe(true)
  })

  it.each(['', '20', '2xx', '600', '299-200', '200-', '200,,300', '200;300'])('may not be %s', (text) => {
    expect(isExpectedStatusText(text)).toBe(false)
    expect(isExpectedStatus(text, 200)).toBe(false)
  })

  it('hold every status from one to the other, and no other', () => {
    const status = fc.integer({ min: 100, max: 599 })
    fc.assert(
      fc.property(status, status, status, (one, other, asked) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        expect(isExpectedStatus(`${from}-${to}`, asked)).toBe(from <= asked && asked <= to)
      }),
    )
  })
})
