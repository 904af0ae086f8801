import type { JobName, JobPayload } from '../jobs/definitions'

/** Where work is put for a worker. Losing it loses nothing: open work is found again in the database. */
export interface Jobs {
  add<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<void>
}
