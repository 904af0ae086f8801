import { type Counted, nothing, plus, shareOf, sumOf } from './counted'

/** How often the old release's answers are bad, and how well that is known: a beta distribution of the rate. */
export interface UsualRate {
  mean: number
  a: number
  b: number
  /** How much more its counts vary from span to span than chance would have them; at least 1. */
  spread: number
}

/** The rate itself drifts: it is never taken to be known better than to this part of itself (standard deviation). */
const drift = 0.075
/** A span needs this many bad answers, expected, for its deviation to say anything. */
export const expectedAtLeast = 5
/** Until many spans were seen, the spread is believed to be this, with the weight of so many spans. */
const believed = { spread: 1.5, weight: 8 }

/** What is usual, from all that was counted, and the same in spans of equal length where that is known. */
export const usualRate = (total: Counted, spans: readonly Counted[]): UsualRate => rateOf(total, spreadOf(spans), drift)

/** The rate of what was counted, which may have drifted by this part of itself by the time it is compared with. */
export const rateOf = (counted: Counted, spread: number, drifted: number): UsualRate => {
  const a = 0.5 + counted.bad / spread
  const b = 0.5 + (counted.requests - counted.bad) / spread
  const mean = a / (a + b)
  const variance = (mean * (1 - mean)) / (a + b + 1) + (drifted * Math.min(mean, 1 - mean)) ** 2
  const weight = (mean * (1 - mean)) / variance - 1
  return { mean, a: mean * weight, b: (1 - mean) * weight, spread }
}

/** From squared deviations, each in the unit of what chance would have. */
export const spreadFrom = (deviations: readonly number[]): number => {
  const { spread, weight } = believed
  const sum = deviations.reduce((total, one) => total + one, 0)
  return Math.max(1, (sum + weight * spread) / (deviations.length + weight))
}

/** Pearson's statistic over its degrees of freedom. */
const spreadOf = (spans: readonly Counted[]): number => {
  const rate = shareOf(sumOf(spans))
  if (rate === 0 || rate === 1) return 1
  const merged = merge(spans, expectedAtLeast / Math.min(rate, 1 - rate))
  if (merged.length < 2) return 1
  const freedom = (merged.length - 1) / merged.length
  return spreadFrom(
    merged.map(({ requests, bad }) => (bad - requests * rate) ** 2 / (requests * rate * (1 - rate)) / freedom),
  )
}

/** Neighbouring spans put together until each has this many requests; what is left over at the end is left out. */
const merge = (spans: readonly Counted[], requests: number): Counted[] => {
  const merged: Counted[] = []
  let open = nothing
  for (const span of spans) {
    open = plus(open, span)
    if (open.requests < requests) continue
    merged.push(open)
    open = nothing
  }
  return merged
}
