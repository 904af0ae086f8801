import { describe, expect, it } from 'vitest'
import { countedSince, percentile, proofOf, withReadings } from '@/core/deployments/proof'
import type { ProcessCounters } from '@/core/ports/traffic'
import { nothingCounted } from '@/tests/support/nothing-counted'

const noSide = { requests: 0, failed: 0, slower: [] }
const reading = (process: string, counts: Partial<ProcessCounters> = {}): ProcessCounters => ({
  process,
  ...nothingCounted,
  sides: { a: noSide, b: noSide },
  ...counts,
})
const noProbe = { sent: 0, failed: 0, failedByProxy: 0, failedByApp: 0, latencies: [] }

describe('what was counted since the beginning', () => {
  it('is the difference, over all processes', () => {
    const base = withReadings({}, [reading('a/1', { responses: 100 }), reading('b/1', { responses: 50 })])
    const latest = withReadings(base, [reading('a/1', { responses: 130 }), reading('b/1', { responses: 55 })])
    expect(countedSince(base, latest).responses).toBe(35)
  })
  it('counts a process that came later from zero, and keeps one that ended', () => {
    const base = withReadings({}, [reading('a/1', { responses: 100 })])
    const before = withReadings(base, [reading('a/1', { responses: 120 })])
    const latest = withReadings(before, [reading('a/2', { responses: 7 })])
    expect(countedSince(base, latest).responses).toBe(27)
  })
})

describe('the proof', () => {
  const counted = { ...countedSince({}, {}), responses: 1000, proxyErrors: 3, appErrors: 5, broken: 2, probes: 40 }

  it('leaves the prober out of requests and errors', () => {
    const probe = { sent: 40, failed: 3, failedByProxy: 1, failedByApp: 2, latencies: [] }
    expect(proofOf(counted, probe, 0, true)).toMatchObject({
      requests: 960,
      failed: 4,
      appErrors: 3,
      probes: 40,
      probeFailures: 3,
      complete: true,
    })
  })
  it('counts what was broken off and what had to be cut as failed', () => {
    expect(proofOf(counted, noProbe, 6, false)).toMatchObject({ failed: 3 + 2 + 6, cut: 6, complete: false })
  })
  it('is never below zero, should a probe be counted on one side only', () => {
    const probe = { ...noProbe, sent: 1, failed: 1, failedByProxy: 1 }
    expect(proofOf(countedSince({}, {}), probe, 0, true)).toMatchObject({ requests: 0, failed: 0 })
  })
  it('has percentiles of the probes in milliseconds, to the hundredth', () => {
    const latencies = [3.456, 1.234, 2.345, 9.876]
    expect(proofOf(counted, { ...noProbe, latencies }, 0, true)).toMatchObject({ p50Ms: 2.35, p95Ms: 9.88 })
    expect(proofOf(counted, noProbe, 0, true)).toMatchObject({ p50Ms: null, p95Ms: null })
  })
})

it('a percentile is the nearest rank', () => {
  const values = [15, 20, 35, 40, 50]
  expect([0.05, 0.3, 0.4, 0.5, 1].map((share) => percentile(values, share))).toEqual([15, 20, 20, 35, 50])
})
