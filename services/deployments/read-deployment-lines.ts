import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { type LogLineView, logLineSelect, logLineView } from './log-line-view'

interface Input {
  deploymentId: string
  /** The lines before this one; left out, the last ones. */
  before?: number | undefined
  limit: number
}

interface DeploymentLines {
  /** In the order they were written. */
  lines: LogLineView[]
  hasEarlierLines: boolean
}

/** A piece of a deployment's log that ends before a line. Throws not_found. */
export const readDeploymentLines: Service<Input, DeploymentLines> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.read')
  const { deploymentId, before, limit } = input
  const found = await ctx.db.deployment.findUnique({ where: { id: deploymentId }, select: { id: true } })
  if (!found) throw notFound('deployment')
  const rows = await ctx.db.deploymentEvent.findMany({
    where: { deploymentId, type: 'log', ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    // One more than is wanted tells whether there are any before.
    take: limit + 1,
    select: logLineSelect,
  })
  return { lines: rows.slice(0, limit).reverse().map(logLineView), hasEarlierLines: rows.length > limit }
}
