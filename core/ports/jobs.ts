import type { JobName, JobPayload } from '../jobs/definitions'

/** Where work is put for a worker. Losing it loses nothing: open work is found again in the database. */
export interface Jobs {
  /** With `onceAs`, nothing is added while a job added under that name is still waiting or running. */
  add<Name extends JobName>(name: Name, payload: JobPayload<Name>, options?: { onceAs?: string }): Promise<void>
}
