import { describe, expect, it } from 'vitest'
import { type FailureCode, failureMessage, failureTexts } from '@/core/deployments/failures'
import { checkInWords, unhealthyFailure } from '@/core/health/check-outcome'
import type { SlotHealth } from '@/core/ports/traffic'

const facts = { path: '/health', port: 3000, seconds: 60 }
const codes = Object.keys(failureTexts) as FailureCode[]
const down = (check: string, httpStatus: number | null = null): SlotHealth => ({
  slot: 1,
  status: 'down',
  check,
  httpStatus,
})

describe('the message of a failure', () => {
  it.each(codes)('%s says what happened, what it means for users, and what to do', (code) => {
    const message = failureMessage(code, { host: 'local', image: 'shop:1', detail: 'why', ...facts }, false, 4)
    expect(message).toMatch(/^[A-Z].*[.\w)] v4 is still serving; nothing changed for users\. [A-Z].*\.$/)
    expect(message).not.toMatch(/undefined|null|\[object/)
  })
  it('says who serves', () => {
    expect(failureMessage('internal', {}, true, 4)).toContain('Traffic went back to v4, which is serving.')
    expect(failureMessage('internal', {}, false, null)).toContain('No release is serving.')
  })
})

describe('why replicas never became healthy', () => {
  it.each([
    [down('L4CON'), 'port_never_opened'],
    [down('L4TOUT'), 'port_never_opened'],
    [down('INI'), 'port_never_opened'],
    [down('L7STS', 503), 'health_wrong_status'],
    [down('L7STS', 404), 'health_wrong_status'],
    [down('L7STS', 301), 'health_redirected'],
    [down('L7TOUT'), 'health_too_slow'],
    [down('L7RSP'), 'health_invalid_answer'],
  ] as const)('%o is %s', (health, code) => {
    expect(unhealthyFailure([health], facts, []).code).toBe(code)
  })
  it('is what the one says that got farthest', () => {
    const failure = unhealthyFailure(
      [down('L4CON'), down('L7STS', 500), { ...down('L7OK', 200), status: 'up' }],
      facts,
      [],
    )
    expect(failure).toMatchObject({ code: 'health_wrong_status', facts: { ...facts, httpStatus: 500 } })
  })
  it('keeps the last lines of the container', () => {
    expect(unhealthyFailure([down('L4CON')], facts, ['no database']).logs).toEqual(['no database'])
  })
})

it('a check that fails after the shift is told in words', () => {
  const checks = [down('L7STS', 500), down('L7TOUT'), down('L4CON'), down('L7RSP')]
  expect(checks.map(checkInWords)).toEqual([
    'last answer: 500',
    'no answer in time',
    'connection refused',
    'last check: L7RSP',
  ])
})
