/** Upper limits in seconds; a redeploy takes about one, a first start with a pull minutes. */
export const durationBuckets = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800] as const

/** A team's figures as they stand now. */
export interface Metrics {
  deployments: { status: string; count: number }[]
  /** From start to end, by how it ended. `buckets` counts what took at most that long, as `durationBuckets`. */
  durations: { status: string; buckets: number[]; sumSeconds: number; count: number }[]
  /** From the proofs of all deployments: what users saw while these ran. */
  requests: number
  failedRequests: number
  appErrors: number
  cutConnections: number
  apps: { status: string; count: number }[]
  monitors: MonitorMetrics[]
  openIncidents: number
  /** By queue; the whole instance's. */
  jobsWaiting: Record<string, number>
}

interface MonitorMetrics {
  id: string
  name: string
  /** Null while nothing is known: paused, or not checked yet. */
  isUp: boolean | null
  /** Of the last check. */
  responseSeconds: number | null
  certificateExpiresAt: Date | null
}
