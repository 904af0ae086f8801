import { describe, expect, it } from 'vitest'
import { phaseParts } from '@/core/monitors/phase-parts'
import { monitorVerdict } from '@/core/monitors/verdict'

const now = new Date('2026-09-03T14:00:00Z')
const check = (error: string | null, totalMs: number | null = 84) => ({
  at: now.toISOString(),
  outcome: 'ok' as const,
  statusCode: 200,
  code: null,
  error,
  phases: { dnsMs: 2, connectMs: 10, tlsMs: null, firstByteMs: 60, totalMs },
  tlsExpiresAt: null,
})
const facts = { state: 'up' as const, since: new Date('2026-09-01T14:00:00Z'), flapping: false, lastCheck: check(null) }

describe('a monitor’s page opens with', () => {
  it.each([
    [facts, /^It has been up for 2.d(ays)? and answers in 84.ms\.$/],
    [
      { ...facts, lastCheck: check('certificate expires in 6 days') },
      /^It is up, but .*: certificate expires in 6 days\.$/,
    ],
    [
      { ...facts, state: 'down' as const, lastCheck: check('connection refused') },
      /^It has been down for .*: connection refused\.$/,
    ],
    [
      {
        ...facts,
        state: 'down' as const,
        lastCheck: { ...check('certificate expires in 6 days'), code: 'tls_expires_soon' as const },
      },
      /^It has been down for .*: the last check worked, more are wanted before it counts as up\.$/,
    ],
    [{ ...facts, state: 'down' as const, flapping: true }, /up and down in quick turn/],
    [{ ...facts, state: 'pending' as const, since: null, lastCheck: null }, /for the first time/],
    [{ ...facts, state: 'paused' as const }, /^It is paused/],
  ])('%#', (given, sentence) => {
    expect(monitorVerdict(given, now)).toMatch(sentence)
  })
})

describe('the phases of a check', () => {
  it('add up to the whole', () => {
    const parts = phaseParts(check(null).phases)
    expect(parts).toEqual({ dns: 2, connect: 10, tls: 0, firstByte: 60, rest: 12 })
  })

  it('never fall short of nothing', () => {
    expect(phaseParts({ dnsMs: 5, connectMs: 5, tlsMs: 5, firstByteMs: 5, totalMs: 19 }).rest).toBe(0)
    expect(phaseParts({ dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null }).rest).toBe(0)
  })
})
