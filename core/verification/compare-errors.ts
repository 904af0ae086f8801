import type { Measure } from './comparison'
import { type Counted, minus, nothing, shareOf } from './counted'
import { enoughEvidence, logEvidence, weightAfter } from './evidence'
import type { History } from './history'
import { rateLately } from './rate-lately'
import { failedOf } from './release-counts'
import type { Tick, Ticks } from './ticks'
import { type UsualRate, usualRate } from './usual-rate'

/** Less than this more of all requests is not worth going back for. */
const errorFloor = 0.003
const fewest = { requests: 20, failed: 5 }
/** A look that came late, as the first one after a worker's death, saw more than a burst: no more than this is left out. */
const longestBurstMs = 1000

/** Says of the new release's answers whether more of them fail than is usual for the one before. */
export const errorsAgainst = (history: History): ((ticks: Ticks) => Measure) => {
  const { old, usual } = yardsticks(history)
  return (ticks) => {
    const fresh = failedOf(ticks.total)
    const measure = { old, new: fresh }
    if (old.requests === 0) return { ...measure, verdict: 'nothing_to_compare' }
    // Errors come in bursts: the worst half second alone never decides.
    const counted = minus(fresh, worstOf(ticks))
    if (usual.some((rate) => isWorse(rate, counted, ticks.elapsedMs))) return { ...measure, verdict: 'worse' }
    return { ...measure, verdict: fresh.requests < fewest.requests ? 'too_little_to_tell' : 'no_difference' }
  }
}

const isWorse = (usual: UsualRate, counted: Counted, elapsedMs: number): boolean =>
  counted.requests >= fewest.requests &&
  counted.bad >= fewest.failed &&
  shareOf(counted) - usual.mean >= errorFloor &&
  logEvidence(usual, errorFloor, counted, weightAfter(elapsedMs) / usual.spread) >= enoughEvidence

/**
 * The old release as it was on the whole, and as it was lately. One that has begun to fail as never before is measured
 * by how it is now alone: something else is broken.
 */
const yardsticks = (history: History): { old: Counted; usual: UsualRate[] } => {
  const [old, latest, spans] = [failedOf(history.total), failedOf(history.latest), history.spans.map(failedOf)]
  const usual = usualRate(old, spans)
  if (isWorse(usual, latest, 0)) return { old: latest, usual: [usualRate(latest, [])] }
  const lately = rateLately(latest, spans)
  return { old, usual: lately ? [usual, lately] : [usual] }
}

const worstOf = (ticks: Ticks): Counted =>
  ticks
    .from(0)
    .map(burstOf)
    .reduce((worst, tick) => (tick.bad > worst.bad ? tick : worst), nothing)

const burstOf = ({ fromMs, toMs, counts }: Tick): Counted => {
  const { requests, bad } = failedOf(counts)
  const part = Math.min(1, longestBurstMs / Math.max(1, toMs - fromMs))
  return { requests: requests * part, bad: bad * part }
}
