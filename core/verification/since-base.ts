import type { CounterReadings } from '../deployments/proof'
import type { Side, SideReading } from '../ports/traffic'
import { addCounts, countsSince, noCounts, type ReleaseCounts } from './release-counts'

/**
 * What came on one side since `base`, all processes together. One that `base` does not know has started since, and
 * counts from zero; of one that was not counted by side then, nothing can be said.
 */
export const sinceBase = (base: CounterReadings, side: Side, now: readonly SideReading[]): ReleaseCounts =>
  now
    .map((reading) => {
      const before = base[reading.process]
      return before && !before.sides ? noCounts : countsSince(before?.sides?.[side] ?? noCounts, reading)
    })
    .reduce(addCounts, noCounts)
