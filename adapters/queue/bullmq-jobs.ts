import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import type { z } from 'zod'
import { jobs as definitions, type JobDefinition, type JobName } from '@/core/jobs/definitions'
import type { Jobs } from '@/core/ports/jobs'

/** All keys of this instance's queues begin with it. */
export const queuePrefix = (instanceId: string): string => `gapless-${instanceId}`

const names = Object.keys(definitions) as JobName[]

export interface JobQueues extends Jobs {
  /** How many jobs wait, by queue. */
  waiting(): Promise<Record<string, number>>
  close(): Promise<void>
}

/** One queue a job name. Payloads are parsed on the way in as well as on the way out. */
export const createJobQueues = (connection: Redis, instanceId: string): JobQueues => {
  const queues = new Map(names.map((name) => [name, new Queue(name, { connection, prefix: queuePrefix(instanceId) })]))
  const queueOf = (name: JobName): Queue => {
    const queue = queues.get(name)
    if (!queue) throw new Error(`there is no queue ${name}`)
    return queue
  }
  return {
    add: async (name, payload, options) => {
      const definition: JobDefinition<z.ZodType> = definitions[name] as JobDefinition<z.ZodType>
      const onceAs = options?.onceAs ?? definition.onceAs?.(payload)
      await queueOf(name).add(name, definition.payload.parse(payload), {
        attempts: definition.attempts,
        backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
        removeOnComplete: true,
        // What fails for good is in the worker's log, and what is still to be done is found again in the database.
        removeOnFail: true,
        ...(onceAs ? { jobId: `once-${onceAs}` } : {}),
      })
    },
    waiting: async () =>
      Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await queueOf(name).getWaitingCount()] as const)),
      ),
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()))
    },
  }
}
