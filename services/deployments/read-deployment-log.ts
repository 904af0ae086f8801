import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { type LogEvent, logEventSchema } from '@/core/events/deployment-events'
import type { Service } from '@/services/context'

const batch = 1000

/** A deployment's whole log from its first line, read as it is consumed. Throws not_found. */
export const readDeploymentLog: Service<{ deploymentId: string }, AsyncIterable<LogEvent>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.read')
  const { deploymentId } = input
  const found = await ctx.db.deployment.findUnique({ where: { id: deploymentId }, select: { id: true } })
  if (!found) throw notFound('deployment')
  return (async function* () {
    for (let after = 0n; ; ) {
      const rows = await ctx.db.deploymentEvent.findMany({
        where: { deploymentId, type: 'log', id: { gt: after } },
        orderBy: { id: 'asc' },
        take: batch,
        select: { id: true, data: true },
      })
      for (const row of rows) yield logEventSchema.parse(row.data)
      const last = rows.at(-1)
      if (!last || rows.length < batch) return
      after = last.id
    }
  })()
}
