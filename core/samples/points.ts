import type { DeploymentStatus } from '../deployments/state'
import type { SampleRange } from './ranges'

/** One point of a chart: how it was from `at` on, for one step. Null where nothing was measured. */
export interface TrafficPoint {
  at: string
  requestsPerSecond: number | null
  /** 5xx, whoever made them, and answers that were broken off; in the whole step. */
  errors: number | null
  errorsPerSecond: number | null
  responseMs: number | null
  /** Of one core, all replicas together. */
  cpuPercent: number | null
  memoryBytes: number | null
}

/** When traffic moved, and by which deployment. */
interface DeploymentMark {
  id: string
  number: number
  status: DeploymentStatus
  at: string
  release: number | null
}

export interface AppTraffic {
  range: SampleRange
  stepSeconds: number
  points: TrafficPoint[]
  marks: DeploymentMark[]
}

interface Span {
  at: Date
  /** How much of it was measured, in seconds. */
  covered: number
  requests: number
  errors: number
  responseMs: number | null
  cpuPercent: number | null
  memoryBytes: number | null
}

const unknown = {
  requestsPerSecond: null,
  errors: null,
  errorsPerSecond: null,
  responseMs: null,
  cpuPercent: null,
  memoryBytes: null,
}

/** Points from `since` on at even distances, without a hole where nothing was measured. */
export const pointsOf = (
  spans: readonly Span[],
  since: Date,
  plan: { seconds: number; step: number },
): TrafficPoint[] => {
  const known = new Map(spans.map((span) => [span.at.getTime(), span]))
  return Array.from({ length: plan.seconds / plan.step }, (_, index) => {
    const time = since.getTime() + index * plan.step * 1000
    const at = new Date(time).toISOString()
    const span = known.get(time)
    if (!span || span.covered <= 0) return { at, ...unknown }
    const { covered, requests, errors, ...used } = span
    return {
      at,
      requestsPerSecond: requests / covered,
      errors,
      errorsPerSecond: errors / covered,
      responseMs: used.responseMs,
      cpuPercent: used.cpuPercent,
      memoryBytes: used.memoryBytes,
    }
  })
}
