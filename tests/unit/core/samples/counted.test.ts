import { describe, expect, it } from 'vitest'
import type { SurveyedCounters } from '@/core/ports/traffic'
import { countedSince, countersToKeep, cpuPercent, type SampleCursor, spansSince } from '@/core/samples/counted'
import { pointsOf } from '@/core/samples/points'
import { sparkOf, sparkPlan } from '@/core/samples/spark'

const reading = (
  process: string,
  requests: number,
  errors = 0,
  responseMs = 10,
  slower: number[] = [],
): SurveyedCounters => ({
  key: 1,
  process,
  requests,
  errors,
  slower,
  responseMs,
})
const asOf = (...readings: SurveyedCounters[]): SampleCursor => ({ counters: countersToKeep(readings), usage: {} })

describe('what came since the last reading', () => {
  it('is the growth of every process together', () => {
    const before = asOf(reading('a/1', 100, 1), reading('b/1', 50))
    const now = [reading('a/1', 130, 3, 10), reading('b/1', 60, 0, 50)]
    expect(countedSince(before, now).get(1)).toMatchObject({ requests: 40, errors: 2, responseMs: 20 })
  })
  it('is all of a process that is new', () => {
    expect(countedSince(asOf(reading('a/1', 100)), [reading('a/2', 7)]).get(1)?.requests).toBe(7)
  })
  it('has slow answers, where every process counts them', () => {
    const before = asOf(reading('a/1', 100, 0, 0, [9, 1]), reading('b/1', 50, 0, 0, [5, 0]))
    const now = [reading('a/1', 130, 0, 0, [12, 2]), reading('b/1', 60, 0, 0, [7, 0])]
    expect(countedSince(before, now).get(1)?.slower).toEqual([5, 1])
    expect(countedSince(before, [...now, reading('c/1', 10)]).get(1)?.slower).toEqual([])
  })
  it('is nothing where there was no reading', () => {
    expect(countedSince(null, [reading('a/1', 100, 4)]).get(1)).toMatchObject({ requests: 0, errors: 0 })
  })
})

describe('processor time', () => {
  it('is a share of one core', () => {
    expect(cpuPercent([1e9, 0], [1.5e9, 10_000])).toBe(5)
  })
  it('begins anew with a restarted container', () => {
    expect(cpuPercent([9e9, 0], [1e9, 10_000])).toBe(10)
  })
  it('takes two readings', () => {
    expect(cpuPercent(undefined, [1, 1])).toBeNull()
    expect(cpuPercent([0, 5], [1, 5])).toBeNull()
  })
})

describe('the spans a reading is about', () => {
  it('is the present one at first and as a rule', () => {
    expect(spansSince(null, 9)).toEqual({ slots: [9], share: 1 })
    expect(spansSince(8, 9)).toEqual({ slots: [9], share: 1 })
  })
  it('are all that were missed', () => {
    expect(spansSince(5, 9)).toEqual({ slots: [6, 7, 8, 9], share: 0.25 })
  })
  it('are the last ones of a long gap, which get their part only', () => {
    const { slots, share } = spansSince(0, 600)
    expect([slots.length, slots.at(-1), share]).toEqual([60, 600, 1 / 600])
  })
})

const since = new Date('2026-01-01T00:00:00Z')
const span = (minutes: number, requests: number, errors = 0, covered = 60) => ({
  at: new Date(since.getTime() + minutes * 60_000),
  covered,
  requests,
  errors,
  responseMs: null,
  cpuPercent: null,
  memoryBytes: null,
})

describe('the points of a chart', () => {
  it('stand at even distances and know what was not measured', () => {
    const points = pointsOf([span(1, 120, 6)], since, { seconds: 180, step: 60 })
    expect(points.map((point) => [point.at, point.requestsPerSecond, point.errors])).toEqual([
      ['2026-01-01T00:00:00.000Z', null, null],
      ['2026-01-01T00:01:00.000Z', 2, 6],
      ['2026-01-01T00:02:00.000Z', null, null],
    ])
  })
  it('tell the rate of what was measured, however little', () => {
    expect(pointsOf([span(0, 120, 0, 10)], since, { seconds: 60, step: 60 })[0]?.requestsPerSecond).toBe(12)
  })
})

it('a spark shows the newest rate and all errors', () => {
  const spark = sparkOf([span(0, 60, 2), span(4, 120, 1)], since)
  expect(spark).toMatchObject({ requestsPerSecond: 2, errors: 3 })
  expect(spark.rates).toHaveLength(sparkPlan.points)
  expect(spark.rates.slice(0, 4)).toEqual([1, null, 2, null])
  expect(spark.hasErrors.slice(0, 3)).toEqual([true, false, true])
})
