import { describe, expect, it } from 'vitest'
import { type EarlierDeployment, historyOf, type Span } from '@/core/verification/history'
import { addCounts, countsSince, noCounts } from '@/core/verification/release-counts'
import { sinceBase } from '@/core/verification/since-base'
import { nothingCounted } from '@/tests/support/nothing-counted'

const now = new Date('2026-01-01T12:00:00Z')
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000)
const counts = (requests: number, failed = 0, slower: number[] = [0]) => ({ requests, failed, slower })
/** A span each ten seconds over the last `seconds`, as many requests in it as seconds have passed since. */
const spansOf = (seconds: number): Span[] =>
  Array.from({ length: seconds / 10 }, (_, index) => {
    const ago = seconds - index * 10
    return { at: before(ago), counts: counts(ago) }
  })
const deployment = (liveAgo: number, changes: Partial<EarlierDeployment> = {}): EarlierDeployment => ({
  succeeded: true,
  liveAt: before(liveAgo),
  finishedAt: before(liveAgo - 10),
  comparedEqual: false,
  ...changes,
})
const counted = { sinceItsStart: counts(777), sinceOurStart: counts(5) }
const agesOf = (spans: readonly { requests: number }[]): number[] => spans.map((span) => span.requests)

describe('what is known of the old release', () => {
  it('is every request of its own while it is young', () => {
    const history = historyOf(now, [deployment(45)], spansOf(100), counted)
    expect(history.total.requests).toBe(777)
    expect(agesOf(history.spans)).toEqual([30, 20, 10])
    expect(history.latest.requests).toBe(30 + 20 + 10 + 5)
  })

  it('is the last half hour once it is old, or where its beginning is not known', () => {
    const old = historyOf(now, [deployment(86_400)], spansOf(30), counted)
    expect(old.total.requests).toBe(30 + 20 + 10 + 5)
    const unknown = historyOf(now, [deployment(45)], spansOf(100), { ...counted, sinceItsStart: null })
    expect(unknown.total.requests).toBe(30 + 20 + 10 + 5)
  })

  it('is without slow answers where they were not counted all the time', () => {
    const spans = [...spansOf(20), { at: before(1), counts: counts(9, 0, []) }]
    expect(historyOf(now, [deployment(86_400)], spans, counted).total.slower).toEqual([])
  })
})

describe('how much an app’s answers vary', () => {
  it('is told by the releases before too, as long as each was found equal', () => {
    const chain = [deployment(45, { comparedEqual: true }), deployment(75), deployment(95)]
    expect(agesOf(historyOf(now, chain, spansOf(100), counted).spans)).toEqual([60, 50, 40, 30, 20, 10])
  })

  it('is not told by what a release did that was taken back', () => {
    const back = deployment(50, { succeeded: false, finishedAt: before(40) })
    expect(agesOf(historyOf(now, [back, deployment(3600)], spansOf(100), counted).spans)).toEqual([
      100, 90, 80, 70, 20, 10,
    ])
    expect(agesOf(historyOf(now, [deployment(45), back], spansOf(100), counted).spans)).toEqual([30, 20, 10])
  })
})

describe('counts', () => {
  it('are what came on one side since the base, of every process', () => {
    const reading = (process: string, requests: number) => ({ process, requests, failed: 2, slower: [3] })
    const base = {
      a: { ...nothingCounted, process: 'a', sides: { a: counts(90, 9, [9]), b: counts(10, 1, [1]) } },
      older: { ...nothingCounted, process: 'older' },
    }
    expect(sinceBase(base, 'b', [reading('a', 30), reading('new', 7), reading('older', 999)])).toEqual(
      counts(27, 3, [5]),
    )
  })

  it('are without what replicas of others failed, where only some slots are their own', () => {
    const side = (failed: number, failedBySlot?: Record<string, number>) => ({ ...counts(50, failed), failedBySlot })
    const base = (before: ReturnType<typeof side>) => ({
      a: { ...nothingCounted, process: 'a', sides: { a: counts(0), b: before } },
    })
    const now = [{ ...side(20, { 1: 9, 2: 6, 3: 1 }), process: 'a' }]
    const failed = (before: ReturnType<typeof side>, slots: number[]) =>
      sinceBase(base(before), 'b', now, new Set(slots)).failed
    expect(failed(side(10, { 1: 4 }), [2, 3])).toBe(20 - 10 - 5)
    expect(failed(side(10, { 1: 4 }), [1])).toBe(20 - 10 - 6 - 1)
    // Stored before it was counted: of those failures it is not known when they were.
    expect(failed(side(10), [1])).toBe(10)
    expect(sinceBase({}, 'b', now, new Set([1])).failed).toBe(20 - 6 - 1)
  })

  it('never shrink', () => {
    expect(countsSince(counts(9, 5, [4]), counts(3, 1, [1]))).toEqual(counts(0, 0, [0]))
    expect(addCounts(noCounts, counts(1, 1, [1]))).toEqual(counts(1, 1, [1]))
  })
})
