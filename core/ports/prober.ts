import type { ProbeReport } from '../deployments/proof'

export interface ProbeTarget {
  /** Proxy's address and port. */
  address: string
  port: number
  domain: string
  path: string
  perSecond: number
}

/** A gentle stream of requests through the public route, as a user would see it. */
export interface Prober {
  start(target: ProbeTarget): RunningProbe
}

export interface RunningProbe {
  /** What was seen so far. */
  report(): ProbeReport
  /** Stops sending, awaits the answers still due for a moment, and returns the final report. */
  stop(): Promise<ProbeReport>
}
