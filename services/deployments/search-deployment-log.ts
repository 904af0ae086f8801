import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { literally } from '@/services/literally'
import { type LogLineView, logLineSelect, logLineView } from './log-line-view'

interface Input {
  deploymentId: string
  text: string
  /** How many of the lines are given at most. */
  limit: number
}

interface LogSearch {
  /** The first lines that have the text, in the order they were written. */
  lines: LogLineView[]
  /** How many lines have it. */
  total: number
  /** How many lines the log has. */
  logLines: number
}

/**
 * Looks for a text in a deployment's whole log, whatever its case. It is matched against what was written: a text with
 * a colour code in its midst is not found, for taking the codes out is more than the database can do. Throws not_found.
 */
export const searchDeploymentLog: Service<Input, LogSearch> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.read')
  const { deploymentId, text, limit } = input
  const found = await ctx.db.deployment.findUnique({ where: { id: deploymentId }, select: { id: true } })
  if (!found) throw notFound('deployment')
  const ofLog = { deploymentId, type: 'log' }
  const matching = {
    ...ofLog,
    data: { path: ['line'], string_contains: literally(text), mode: 'insensitive' as const },
  }
  const [rows, logLines] = await Promise.all([
    ctx.db.deploymentEvent.findMany({
      where: matching,
      orderBy: { id: 'asc' },
      take: limit,
      select: logLineSelect,
    }),
    ctx.db.deploymentEvent.count({ where: ofLog }),
  ])
  // Fewer than were asked for are all there are; only many have to be counted by a scan of their own.
  const total = rows.length < limit ? rows.length : await ctx.db.deploymentEvent.count({ where: matching })
  return { lines: rows.map(logLineView), total, logLines }
}
