/** A replica that runs, with what was last read of it. */
export interface ReplicaView {
  id: string
  number: number
  release: number
  host: string
  address: string
  port: number
  state: 'starting' | 'ready' | 'draining' | 'stopping'
  /** By the proxies, at the last look: up, down, drain, maintenance; null before the first. */
  health: string | null
  startedAt: string | null
  restarts: number | null
  cpuPercent: number | null
  memoryBytes: number | null
  /** Null where the app has no limit of its own. */
  memoryLimitBytes: number | null
}
