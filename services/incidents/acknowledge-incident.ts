import { assertMay } from '@/core/access/policy'
import { conflict, notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { type IncidentView, incidentInclude, incidentView } from './incident-view'
import { writeIncidentEvent } from './write-event'

/**
 * Says that somebody has seen an incident: no more reminders; checks go on, and its end is told. Twice is once. Throws
 * not_found and conflict (resolved).
 */
export const acknowledgeIncident: Service<{ incidentId: string }, IncidentView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'incident.acknowledge')
  const now = ctx.clock.now()
  const row = await ctx.db.$transaction(async (tx) => {
    const { count } = await tx.incident.updateMany({
      where: { id: input.incidentId, status: 'open' },
      data: { status: 'acknowledged', acknowledgedAt: now, acknowledgedBy: ctx.actor.name, remindAt: null },
    })
    const found = await tx.incident.findUnique({ where: { id: input.incidentId }, include: incidentInclude })
    if (!found) throw notFound('incident')
    if (found.status === 'resolved') throw conflict('resolved', 'This incident has ended already.')
    if (count === 0) return found
    await writeIncidentEvent(tx, found, now, { type: 'acknowledged', data: { by: ctx.actor.name } })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'incident.acknowledge',
      target: { type: 'incident', id: found.id, name: found.monitor.name },
      before: { status: 'open' },
      after: { status: 'acknowledged' },
    })
    return tx.incident.findUniqueOrThrow({ where: { id: found.id }, include: incidentInclude })
  })
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'incident', incidentId: row.id })
  return incidentView(ctx, row)
}
