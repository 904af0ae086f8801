import type { Counted } from './counted'
import { logBeta } from './log-beta'
import type { UsualRate } from './usual-rate'

/** A beta distribution of the rate. */
type Usual = Pick<UsualRate, 'mean' | 'a' | 'b'>

/** Taken back at odds of a thousand to one: natural logarithm. */
export const enoughEvidence = Math.log(1000)

/** From the first minute on all of it together counts like a minute's: what differs for longer may be drift. */
const countsInFullMs = 60_000
export const weightAfter = (elapsedMs: number): number => Math.min(1, countsInFullMs / Math.max(1, elapsedMs))

/** The alternatives lie this far apart: each worse than the one before by a quarter. */
const step = 1.25
const worst = 0.999

/** The rates that would be worse, from `floor` above the usual one on. */
const worseRates = (mean: number, floor: number): number[] => {
  const rates: number[] = []
  for (let more = Math.max(floor, mean / 5); mean + more < worst; more *= step) rates.push(mean + more)
  return rates
}

/**
 * Natural logarithm of the Bayes factor: how much better what was counted fits "worse than usual" than "as usual". As
 * usual, it is a martingale that starts at 1, so the chance that it ever reaches a bound is at most one over that bound,
 * however often one looks (Ville's inequality). `weight` below 1 takes what was counted for less than it is.
 */
export const logEvidence = (usual: Usual, floor: number, counted: Counted, weight = 1): number => {
  const bad = counted.bad * weight
  const good = (counted.requests - counted.bad) * weight
  const rates = worseRates(usual.mean, floor)
  if (rates.length === 0) return Number.NEGATIVE_INFINITY
  const asUsual = logBeta(usual.a + bad, usual.b + good) - logBeta(usual.a, usual.b)
  const each = rates.map((rate) => bad * Math.log(rate) + good * Math.log1p(-rate))
  const most = Math.max(...each)
  const worse = most + Math.log(each.reduce((sum, one) => sum + Math.exp(one - most), 0) / rates.length)
  return worse - asUsual
}
