import type { Counted } from './counted'

/** What was counted of a release's answers to users. */
export interface ReleaseCounts {
  requests: number
  failed: number
  /** How many took longer than each bound of `slowerThanMs`; empty where that was not counted. */
  slower: readonly number[]
}

export const noCounts: ReleaseCounts = { requests: 0, failed: 0, slower: [] }

export const failedOf = ({ requests, failed }: ReleaseCounts): Counted => ({
  requests,
  bad: Math.min(failed, requests),
})

/** How many were slower than the bound with this index; nothing where that was not counted. */
export const slowerOf = ({ requests, slower }: ReleaseCounts, bound: number): Counted => {
  const bad = slower[bound]
  return bad === undefined ? { requests: 0, bad: 0 } : { requests, bad: Math.min(bad, requests) }
}

/** Both together; where either has no counts of slow answers, the sum has none. */
export const addCounts = (one: ReleaseCounts, other: ReleaseCounts): ReleaseCounts => {
  if (one.requests === 0 && one.failed === 0) return other
  if (other.requests === 0 && other.failed === 0) return one
  return {
    requests: one.requests + other.requests,
    failed: one.failed + other.failed,
    slower:
      one.slower.length === other.slower.length
        ? one.slower.map((count, index) => count + (other.slower[index] ?? 0))
        : [],
  }
}

/** What came between two readings of counters that only grow. */
export const countsSince = (before: ReleaseCounts, now: ReleaseCounts): ReleaseCounts => ({
  requests: Math.max(0, now.requests - before.requests),
  failed: Math.max(0, now.failed - before.failed),
  slower: now.slower.map((count, index) => Math.max(0, count - (before.slower[index] ?? 0))),
})
