import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { type IncidentView, incidentInclude, incidentView } from './incident-view'

/** One incident with what happened. Throws not_found. */
export const getIncident: Service<{ incidentId: string }, IncidentView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'incident.read')
  const row = await ctx.db.incident.findUnique({ where: { id: input.incidentId }, include: incidentInclude })
  if (!row) throw notFound('incident')
  return incidentView(ctx, row)
}
