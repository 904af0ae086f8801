import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addLatencies, countLatencies, latencyAt } from '@/core/monitors/latency'
import { latencyPoints, percentilesOf } from '@/core/monitors/latency-points'
import { latencyPlans, latencyRanges, latencyStep } from '@/core/monitors/latency-ranges'

const latencies = fc.array(fc.double({ min: 5, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 })

describe('latencies as counts', () => {
  it('add up to what all of them together would be', () => {
    fc.assert(
      fc.property(latencies, latencies, (some, others) => {
        expect(addLatencies([countLatencies(some), countLatencies(others)])).toEqual(
          countLatencies([...some, ...others]),
        )
      }),
    )
  })

  it('keep percentiles to within a quarter, which is the width of a bucket', () => {
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.5, 0.95, 0.99), (some, share) => {
        const sorted = [...some].sort((one, other) => one - other)
        const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
        const kept = latencyAt(countLatencies(some), share) ?? 0
        expect(kept).toBeGreaterThan(exact / 1.26)
        expect(kept).toBeLessThan(exact * 1.26)
      }),
    )
  })

  it('say nothing where there are none', () => {
    expect(latencyAt([], 0.5)).toBeNull()
    expect(latencyAt([0, 0], 0.5)).toBeNull()
    expect(percentilesOf([])).toEqual({ p50Ms: null, p95Ms: null })
  })

  it('hold what is slower than any bound', () => {
    expect(latencyAt(countLatencies([500_000]), 0.5)).toBeGreaterThan(90_000)
  })
})

describe('the chart', () => {
  it('has at most 120 points in each range, and a check in each', () => {
    for (const range of latencyRanges) {
      const plan = latencyPlans[range]
      for (const interval of [5, 60, 300, 3600, 86_400]) {
        const step = latencyStep(plan, interval)
        expect(plan.seconds / step).toBeLessThanOrEqual(120)
        expect(step).toBeGreaterThanOrEqual(Math.min(interval, plan.seconds))
      }
    }
  })

  it('has a hole where nobody looked', () => {
    const since = new Date('2026-09-03T12:00:00Z')
    const phases = { dnsMs: 1, connectMs: 2, tlsMs: null, firstByteMs: 8, totalMs: 11 }
    const span = {
      at: new Date('2026-09-03T12:01:00Z'),
      checks: 2,
      failed: 0,
      latencies: countLatencies([10, 12]),
      ...phases,
    }
    const points = latencyPoints([span], { since, count: 3, stepSeconds: 60 })
    expect(points.map(({ at }) => at.slice(11, 16))).toEqual(['12:00', '12:01', '12:02'])
    expect(points[0]).toMatchObject({ totalMs: null, p50Ms: null, checks: 0 })
    expect(points[1]).toMatchObject({ ...phases, checks: 2, p50Ms: expect.closeTo(11, 0) })
  })
})
