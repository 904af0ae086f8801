import { z } from 'zod'

/**
 * Every job: its queue, its payload (parsed when it is put in and when it is taken out) and how often it is tried.
 * Payloads name things; what to do is read from the database, so a job that runs twice does nothing twice.
 */
export interface JobDefinition<Payload extends z.ZodType> {
  payload: Payload
  /** Few where a lost job is found again in the database anyway. */
  attempts: number
  /** How many at once in one worker process. */
  concurrency: number
  /** While a job with this name waits or runs, no other is added: two at once would count twice. */
  onceAs?: (payload: z.output<Payload>) => string
  /** Nothing but its outbox row says that it is to be done: the job itself marks the row, and until then it is handed over. */
  endsItsRow?: true
}

const define = <Payload extends z.ZodType>(definition: JobDefinition<Payload>): JobDefinition<Payload> => definition

const appPayload = z.strictObject({ teamId: z.string(), appId: z.string() })

export const jobs = {
  /** Runs the app's next deployment, and goes on until none is queued. */
  deploy: define({ payload: appPayload, attempts: 1, concurrency: 20 }),
  /** Ends the old replicas of a finished deployment and completes its proof. */
  drain: define({
    payload: z.strictObject({ teamId: z.string(), deploymentId: z.string() }),
    // With growing pauses, about a minute: a host that is away is not asked ten times a second.
    attempts: 8,
    concurrency: 100,
    onceAs: (payload) => payload.deploymentId,
  }),
  /** Brings the proxies in line with the app's domains. */
  'sync-domains': define({ payload: appPayload, attempts: 8, concurrency: 5 }),
  /** Goes back because an incident opened soon after a deployment. */
  'roll-back-incident': define({
    payload: z.strictObject({ teamId: z.string(), incidentId: z.string() }),
    attempts: 8,
    concurrency: 5,
    onceAs: (payload) => payload.incidentId,
    endsItsRow: true,
  }),
  /** Takes a deleted app's containers away. */
  'remove-app': define({ payload: appPayload, attempts: 3, concurrency: 5, onceAs: (payload) => payload.appId }),
} as const

export type JobName = keyof typeof jobs
export type JobPayload<Name extends JobName> = z.output<(typeof jobs)[Name]['payload']>
