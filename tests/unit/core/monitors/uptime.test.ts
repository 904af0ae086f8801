import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterCheck, type Standing } from '@/core/monitors/standing'
import { uptimePercent } from '@/core/monitors/uptime'
import { type Period, uptimeBars, uptimeBetween } from '@/tests/support/uptime-reference'

const dayMs = 24 * 60 * 60_000
const fresh: Standing = {
  state: 'pending',
  since: 0,
  failures: 0,
  successes: 0,
  failingSince: null,
  changes: [],
  flapping: false,
  lastCode: null,
}

/** The periods that checks every so many seconds make of outages, from 0 to `until`. */
const periodsOf = (outages: readonly [from: number, to: number][], everySeconds: number, until: number): Period[] => {
  const thresholds = { failureThreshold: 2, recoveryThreshold: 1, intervalSeconds: everySeconds }
  const periods: Period[] = []
  let standing = fresh
  for (let at = 0; at < until; at += everySeconds * 1000) {
    const isDown = outages.some(([from, to]) => from <= at && at < to)
    const check = isDown
      ? { outcome: 'failed' as const, code: 'timeout' as const, error: 'late' }
      : { outcome: 'ok' as const, code: null, error: null }
    const after = afterCheck(standing, check, at, thresholds).standing
    if (after.state !== standing.state) {
      const last = periods.at(-1)
      if (last) last.to = after.since
      periods.push({ state: after.state, from: after.since, to: null })
    }
    standing = after
  }
  return periods
}
const percent = (periods: readonly Period[], from: number, to: number) =>
  uptimePercent(uptimeBetween(periods, from, to))

describe('uptime', () => {
  it('is the share of known time that was not down', () => {
    const periods = [
      { state: 'up', from: 0, to: 600 },
      { state: 'down', from: 600, to: 700 },
      { state: 'degraded', from: 700, to: 1000 },
      { state: 'maintenance', from: 1000, to: 5000 },
      { state: 'paused', from: 5000, to: 9000 },
      { state: 'pending', from: 9000, to: null },
    ]
    expect(uptimeBetween(periods, 0, 10_000)).toEqual({ knownMs: 1000, downMs: 100, degradedMs: 300 })
    expect(percent(periods, 0, 10_000)).toBe(90)
    expect(percent(periods, 5000, 10_000)).toBeNull()
  })

  it('is 100.00 after a blip that recovered, however often one comes', () => {
    const blips = Array.from({ length: 10 }, (_, hour): [number, number] => [
      hour * 3_600_000 + 1,
      hour * 3_600_000 + 90_000,
    ])
    expect(percent(periodsOf(blips, 60, dayMs), 0, dayMs)).toBe(100)
  })

  it('is never rounded up to 100 where it was down', () => {
    const periods = [
      { state: 'down', from: 0, to: 1 },
      { state: 'up', from: 1, to: null },
    ]
    expect(percent(periods, 0, 90 * dayMs)).toBe(99.999)
  })

  it('differs by less than 0.01 points over a week, whether checked every 5 or every 60 seconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: dayMs }),
        fc.integer({ min: 3 * 60_000, max: dayMs / 2 }),
        (begin, length) => {
          const outage: [number, number][] = [[begin, begin + length]]
          // A check looks at one moment: over a day a minute more or less is already 0.07 points.
          const [often, usual] = [5, 60].map((every) => percent(periodsOf(outage, every, 2 * dayMs), 0, 7 * dayMs) ?? 0)
          expect(Math.abs((often ?? 0) - (usual ?? 0))).toBeLessThan(0.01)
        },
      ),
      { numRuns: 20 },
    )
  })

  it('does not change because a deployment has it checked more often', () => {
    const until = 2 * 3_600_000
    const outage: [number, number][] = [[3_600_000, 3_600_000 + 600_000]]
    const usual = periodsOf(outage, 60, until)
    const deploying = periodsOf(outage, 5, until)
    // Seven times as many checks, and the same times at which it went down and up.
    expect(percent(deploying, 0, until)).toBe(percent(usual, 0, until))
  })

  it('of all bars together is that of the whole', () => {
    const states = fc.constantFrom('up', 'down', 'degraded', 'maintenance', 'pending')
    const spans = fc.array(fc.tuple(states, fc.integer({ min: 1, max: 2 * dayMs })), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(spans, fc.integer({ min: 1, max: 90 }), (lengths, days) => {
        let at = 0
        const periods = lengths.map(([state, length], index) => {
          const from = at
          at += length
          return { state, from, to: index === lengths.length - 1 ? null : at }
        })
        const to = at
        const bars = uptimeBars(periods, to, days, dayMs)
        const whole = uptimeBetween(periods, to - days * dayMs, to)
        for (const key of ['knownMs', 'downMs', 'degradedMs'] as const) {
          expect(bars.reduce((sum, bar) => sum + bar[key], 0)).toBe(whole[key])
        }
      }),
    )
  })
})
