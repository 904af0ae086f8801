import type { RollupSeconds } from './storage'

/** How long the chart of a monitor's latency looks back. */
export const latencyRanges = ['1h', '24h', '7d', '30d', '90d'] as const
export type LatencyRange = (typeof latencyRanges)[number]

const minute = 60
const hour = 60 * minute
const day = 24 * hour

interface RangePlan {
  words: string
  seconds: number
  /** The longest spans that it is read from; what they do not hold yet is read from shorter ones. Null: from checks. */
  level: RollupSeconds | null
  /** How much time one point stands for, at least. */
  step: number
}

export const latencyPlans: Record<LatencyRange, RangePlan> = {
  '1h': { words: 'last hour', seconds: hour, level: null, step: 30 },
  '24h': { words: 'last 24 hours', seconds: day, level: 60, step: 12 * minute },
  '7d': { words: 'last 7 days', seconds: 7 * day, level: 3600, step: 2 * hour },
  '30d': { words: 'last 30 days', seconds: 30 * day, level: 3600, step: 6 * hour },
  '90d': { words: 'last 90 days', seconds: 90 * day, level: 86_400, step: day },
}

/** A point holds a check at least, so that a monitor that is checked rarely is no row of holes. */
export const latencyStep = ({ step, seconds }: RangePlan, intervalSeconds: number): number =>
  Math.min(seconds, Math.ceil(intervalSeconds / step) * step)
