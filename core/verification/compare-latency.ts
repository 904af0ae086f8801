import type { LatencyMeasure } from './comparison'
import { type Counted, nothing, shareOf, sumOf } from './counted'
import { enoughEvidence, logEvidence, weightAfter } from './evidence'
import type { History } from './history'
import { slowerOf } from './release-counts'
import { slowerThanMs } from './slower'
import type { Ticks } from './ticks'

/** The old release's answers are slower than the bound only in this share of cases, and twice that bound is watched. */
const seldom = 0.05
/** So many more of all answers being slow is not worth going back for. */
const latencyFloor = 0.1
/** What the usual share is taken to be is worth so many observations. */
const knownLike = 60
const fewest = { requests: 20, ticks: 7 }
/** What comes in the same half second is slow for the same reason: so much of it says the same (intra-class correlation). */
const alike = 0.5
/** The worst of all is left out: one stop of the machine takes about a second. */
const leftOut = 2

/** A new release is slow at first, and is given a quarter of its verification, from 1 to 20 s, to warm up. */
const warmUpMs = (verifySeconds: number): number => Math.min(20, Math.max(1, verifySeconds / 4)) * 1000

/** Says whether more of the new release's answers are slow than of the one before; slow is what was seldom until now. */
export const latencyAgainst = (history: History, verifySeconds: number): ((ticks: Ticks) => LatencyMeasure) => {
  const bound = boundFor(history)
  const ms = bound === null ? undefined : slowerThanMs[bound]
  if (bound === null || ms === undefined) {
    return () => ({ old: nothing, new: nothing, slowerThanMs: null, verdict: 'nothing_to_compare' })
  }
  const old = slowerOf(history.total, bound)
  const mean = usualShare(history, bound) + latencyFloor
  const usual = { mean, a: mean * knownLike, b: (1 - mean) * knownLike }
  return (ticks) => {
    const each = ticks
      .from(warmUpMs(verifySeconds))
      .map((tick) => slowerOf(tick.counts, bound))
      .filter((tick) => tick.requests > 0)
    const fresh = sumOf(each)
    const measure = { old, new: fresh, slowerThanMs: ms }
    if (fresh.requests < fewest.requests || each.length < fewest.ticks)
      return { ...measure, verdict: 'too_little_to_tell' }
    const evidence = logEvidence(usual, latencyFloor, observations(each), weightAfter(ticks.elapsedMs))
    return { ...measure, verdict: evidence >= enoughEvidence ? 'worse' : 'no_difference' }
  }
}

/** Index of the bound to watch: the next after the first that the old release's answers seldom exceed. */
const boundFor = (history: History): number | null => {
  const usual = slowerThanMs.findIndex((_, index) => {
    const counted = slowerOf(history.total, index)
    return counted.requests >= fewest.requests && shareOf(counted) <= seldom
  })
  return usual === -1 || usual + 1 >= slowerThanMs.length ? null : usual + 1
}

/** As it was on the whole, in its last minute, and in its worse ten seconds: the most of these. */
const usualShare = (history: History, bound: number): number => {
  const shares = history.spans
    .map((span) => slowerOf(span, bound))
    .filter((span) => span.requests >= fewest.requests)
    .map(shareOf)
    .sort((one, other) => one - other)
  return Math.max(
    shareOf(slowerOf(history.total, bound)),
    shareOf(slowerOf(history.latest, bound)),
    shares[Math.ceil(shares.length * 0.95) - 1] ?? 0,
  )
}

/** How many independent observations the ticks are worth, the worst ones left out. */
const observations = (ticks: readonly Counted[]): Counted =>
  sumOf(
    ticks
      .map((tick) => {
        const worth = tick.requests / (1 + (tick.requests - 1) * alike)
        return { requests: worth, bad: worth * shareOf(tick) }
      })
      .sort((one, other) => other.bad - one.bad)
      .slice(leftOut),
  )
