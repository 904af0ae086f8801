import type { CounterReadings } from '../deployments/proof'
import type { Side, SideCounters, SideReading } from '../ports/traffic'
import { addCounts, countsSince, noCounts, type ReleaseCounts } from './release-counts'

/**
 * What came on one side since `base`, all processes together. One that `base` does not know has started since, and
 * counts from zero; of one that was not counted by side then, nothing can be said. What replicas failed that are not in
 * `own` slots is another release's, which still drains there.
 */
export const sinceBase = (
  base: CounterReadings,
  side: Side,
  now: readonly SideReading[],
  own?: ReadonlySet<number>,
): ReleaseCounts =>
  now
    .map((reading) => {
      const before = base[reading.process]
      if (before && !before.sides) return noCounts
      const counts = countsSince(before?.sides?.[side] ?? noCounts, reading)
      const foreign = own ? failedByOthers(before?.sides?.[side] ?? { failedBySlot: {} }, reading, own) : 0
      return { ...counts, failed: Math.max(0, counts.failed - foreign) }
    })
    .reduce(addCounts, noCounts)

type FailedBySlot = Pick<SideCounters, 'failedBySlot'>

const failedByOthers = (before: FailedBySlot, now: FailedBySlot, own: ReadonlySet<number>): number => {
  const known = before.failedBySlot
  if (!known) return 0
  return Object.entries(now.failedBySlot ?? {})
    .filter(([slot]) => !own.has(Number(slot)))
    .reduce((sum, [slot, failed]) => sum + Math.max(0, failed - (known[slot] ?? 0)), 0)
}
