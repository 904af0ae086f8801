import { Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { z } from 'zod'
import { jobs as definitions, type JobName, type JobPayload } from '@/core/jobs/definitions'
import { queuePrefix } from './bullmq-jobs'

/** What takes a job of each name; the compiler sees that none is missing. */
export type JobHandlers = { [Name in JobName]: (payload: JobPayload<Name>) => Promise<void> }

interface WorkerOptions {
  connection: Redis
  instanceId: string
  handlers: JobHandlers
  onFailure: (name: string, error: Error) => void
}

/**
 * Takes jobs until closed. A killed worker's job is another's after `lockDuration` plus a sweep, in less time than its
 * lease lasts; that a job is given up after it stalled n times is switched off, since a second kill must not end a
 * deployment. A lock that is lost ends nothing: who may act is the lease's business.
 */
export const startWorkers = (options: WorkerOptions): { close: () => Promise<void> } => {
  const workers = (Object.keys(definitions) as JobName[]).map((name) => {
    const worker = new Worker(name, (job) => handle(options.handlers, name, job.data), {
      connection: options.connection,
      prefix: queuePrefix(options.instanceId),
      concurrency: definitions[name].concurrency,
      lockDuration: 6000,
      stalledInterval: 3000,
      maxStalledCount: 1000,
    })
    worker.on('failed', (_, error) => options.onFailure(name, error))
    worker.on('error', (error) => options.onFailure(name, error))
    return worker
  })
  return {
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()))
    },
  }
}

const handle = async <Name extends JobName>(handlers: JobHandlers, name: Name, data: unknown): Promise<void> => {
  const definition: { payload: z.ZodType } = definitions[name]
  await handlers[name](definition.payload.parse(data) as JobPayload<Name>)
}
