export interface WorkerIdentity {
  /** Names this process in leases. */
  owner: string
  /** Aborts when the process is asked to end. */
  stopping: AbortSignal
}
