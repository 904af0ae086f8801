import { GaplessError } from '@/core/errors'
import type { Service } from '@/services/context'
import { beginRollback } from './begin-rollback'
import { writeIncidentEvent } from './write-event'

/**
 * Goes back because an incident opened soon after a deployment, as the app's setting has it: only where the monitor was
 * up before that deployment, which was not itself such a way back, and only once. Why not is written into the incident.
 */
export const rollBackByItself: Service<{ incidentId: string }, void> = async ({ ctx, input }) => {
  const incident = await ctx.db.incident.findUnique({
    where: { id: input.incidentId },
    include: { monitor: { select: { id: true, name: true } } },
  })
  if (!incident || incident.status === 'resolved' || incident.rollbackId !== null) return
  const why = await whyNotByItself(ctx.db, incident)
  try {
    if (why === null) await beginRollback(ctx, incident, 'auto_rollback')
    else await refuse(ctx, incident, why)
  } catch (error) {
    if (!(error instanceof GaplessError)) throw error
    await refuse(ctx, incident, error.message)
  }
}

type Ctx = Parameters<typeof rollBackByItself>[0]['ctx']

const whyNotByItself = async (
  db: Ctx['db'],
  { monitor, deploymentId }: { monitor: { id: string }; deploymentId: string | null },
): Promise<string | null> => {
  const deployment = await db.deployment.findUnique({ where: { id: deploymentId ?? '' } })
  if (!deployment) return 'the deployment is gone.'
  if (deployment.trigger === 'auto_rollback') return 'that deployment was itself a way back.'
  const before = await db.monitorPeriod.findFirst({
    where: { monitorId: monitor.id, from: { lte: deployment.queuedAt } },
    orderBy: { from: 'desc' },
  })
  if (before?.state === 'up' || before?.state === 'degraded') return null
  return 'the monitor was not up before that deployment.'
}

const refuse = (ctx: Ctx, incident: { id: string; teamId: string }, why: string): Promise<void> =>
  writeIncidentEvent(ctx.db, incident, ctx.clock.now(), { type: 'rollback_refused', data: { why } })
