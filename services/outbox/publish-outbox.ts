import type { z } from 'zod'
import { type JobDefinition, type JobName, jobs } from '@/core/jobs/definitions'
import type { Context } from '@/services/context'

const isJobName = (topic: string): topic is JobName => topic in jobs

/**
 * Hands one outbox row to the queue. Called right after the commit for speed; if the queue is away nothing is lost,
 * since the worker's relay hands over what is still unpublished.
 */
export const publishOutbox = async (
  ctx: Pick<Context, 'instanceDb' | 'jobs' | 'clock' | 'log'>,
  outboxId: string,
): Promise<void> => {
  const row = await ctx.instanceDb.outbox.findUnique({ where: { id: outboxId } })
  if (!row || row.publishedAt || !isJobName(row.topic)) return
  try {
    await addJob(ctx, row.topic, row.payload)
    const { endsItsRow }: JobDefinition<z.ZodType> = jobs[row.topic]
    if (!endsItsRow)
      await ctx.instanceDb.outbox.update({ where: { id: row.id }, data: { publishedAt: ctx.clock.now() } })
  } catch (error) {
    ctx.log.warn({ error: String(error), topic: row.topic }, 'the queue is away; the relay will hand this over')
  }
}

const addJob = async <Name extends JobName>(
  ctx: Pick<Context, 'jobs'>,
  name: Name,
  payload: unknown,
): Promise<void> => {
  const definition: { payload: z.ZodType } = jobs[name]
  await ctx.jobs.add(name, definition.payload.parse(payload) as Parameters<typeof ctx.jobs.add<Name>>[1])
}
