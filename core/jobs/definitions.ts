import { z } from 'zod'

/**
 * Every job: its queue, its payload (parsed when it is put in and when it is taken out) and how often it is tried.
 * Payloads name things; what to do is read from the database, so a job that runs twice does nothing twice.
 */
export interface JobDefinition<Payload extends z.ZodType> {
  payload: Payload
  attempts: number
  /** How many at once in one worker process. */
  concurrency: number
}

const define = <Payload extends z.ZodType>(definition: JobDefinition<Payload>): JobDefinition<Payload> => definition

const appPayload = z.strictObject({ teamId: z.string(), appId: z.string() })

export const jobs = {
  /** Runs the app's next deployment, and goes on until none is queued. */
  deploy: define({ payload: appPayload, attempts: 5, concurrency: 20 }),
  /** Ends the old replicas of a finished deployment and completes its proof. */
  drain: define({
    payload: z.strictObject({ teamId: z.string(), deploymentId: z.string() }),
    attempts: 50,
    concurrency: 100,
  }),
  /** Brings the proxies in line with the app's domains. */
  'sync-domains': define({ payload: appPayload, attempts: 20, concurrency: 5 }),
  /** Takes a deleted app's containers away. */
  'remove-app': define({ payload: appPayload, attempts: 50, concurrency: 5 }),
} as const

export type JobName = keyof typeof jobs
export type JobPayload<Name extends JobName> = z.output<(typeof jobs)[Name]['payload']>
