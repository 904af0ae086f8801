import { describe, expect, it } from 'vitest'
import { causeSentence, incidentTitle, incidentVerdict } from '@/core/incidents/verdict'

const now = new Date('2026-09-03T12:12:00Z')
const outage = {
  monitorName: 'Shop',
  status: 'open' as const,
  openedAt: '2026-09-03T12:00:00.000Z',
  resolvedAt: null,
  cause: '500 instead of 200-299',
  causeCode: 'unexpected_status',
  unwatched: false,
}
const ended = { ...outage, status: 'resolved' as const, resolvedAt: '2026-09-03T12:01:14.000Z' }
const warning = { ...outage, cause: 'certificate expires in 6 days', causeCode: 'tls_expires_soon' }

describe('an incident', () => {
  it('is told in one sentence while it lasts, and for how long once it is over', () => {
    expect(incidentVerdict(outage, now)).toBe('Shop is down: 500 instead of 200-299.')
    expect(incidentVerdict({ ...outage, status: 'acknowledged' }, now)).toBe('Shop is down: 500 instead of 200-299.')
    expect(incidentVerdict(ended, now)).toBe('Shop was down for 1\u202Fmin 14\u202Fs: 500 instead of 200-299.')
  })

  it('that is a warning does not say that anything is down', () => {
    expect(incidentVerdict(warning, now)).toBe('Shop answers, but its certificate expires in 6 days.')
    expect(incidentVerdict({ ...warning, ...ended, cause: warning.cause, causeCode: warning.causeCode }, now)).toBe(
      'Shop had a warning for 1\u202Fmin 14\u202Fs: certificate expires in 6 days.',
    )
    expect(incidentTitle(warning)).toBe('▲ Shop warns – Incidents – Gapless')
  })

  it('that ended because nobody looked any more is not called over', () => {
    expect(incidentVerdict({ ...ended, unwatched: true }, now)).toBe(
      'Shop was down for 1\u202Fmin 14\u202Fs, then its monitor was paused: 500 instead of 200-299.',
    )
  })

  it('has a tab whose title begins with how it is', () => {
    expect(incidentTitle(outage)).toBe('■ Shop down – Incidents – Gapless')
    expect(incidentTitle({ ...outage, status: 'acknowledged' })).toBe('■ Shop down, acknowledged – Incidents – Gapless')
    expect(incidentTitle(ended)).toBe('✓ Shop resolved – Incidents – Gapless')
  })

  it('has a cause that is a sentence in a row', () => {
    expect(causeSentence({ cause: 'connection refused' })).toBe('Connection refused.')
    expect(causeSentence({ cause: 'Is it up?' })).toBe('Is it up?')
  })
})
