/** How long a chart looks back. */
export const sampleRanges = ['1h', '6h', '24h', '7d', '30d'] as const
export type SampleRange = (typeof sampleRanges)[number]

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Seconds between two samples of an app. */
export const sampleSeconds = 10

/** A kind of sample: how long its span is, and for how long it is kept; both in seconds. */
interface Level {
  seconds: number
  keptSeconds: number
}

const sampled: Level = { seconds: sampleSeconds, keptSeconds: 3 * hour }
const minutes: Level = { seconds: minute, keptSeconds: 2 * day }
const tenMinutes: Level = { seconds: 10 * minute, keptSeconds: 10 * day }
const hours: Level = { seconds: hour, keptSeconds: 400 * day }

/** From the shortest to the longest; each but the first is rolled up from the one before. */
export const sampleLevels: readonly Level[] = [sampled, minutes, tenMinutes, hours]

interface RangePlan {
  words: string
  seconds: number
  /** Which samples are read, by the length of their span. */
  level: number
  /** How much time one point of the chart stands for: few points draw fast and read well. */
  step: number
}

export const rangePlans: Record<SampleRange, RangePlan> = {
  '1h': { words: 'last hour', seconds: hour, level: sampled.seconds, step: 30 },
  '6h': { words: 'last 6 hours', seconds: 6 * hour, level: minutes.seconds, step: 3 * minute },
  '24h': { words: 'last 24 hours', seconds: day, level: tenMinutes.seconds, step: 10 * minute },
  '7d': { words: 'last 7 days', seconds: 7 * day, level: hours.seconds, step: hour },
  '30d': { words: 'last 30 days', seconds: 30 * day, level: hours.seconds, step: 6 * hour },
}
