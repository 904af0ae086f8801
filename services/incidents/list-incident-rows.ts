import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { appOf, type IncidentFactsView, incidentFacts } from './incident-view'
import { type IncidentFilter, incidentsMatching } from './list-incidents'

export interface IncidentRow extends IncidentFactsView {
  /** Null for an incident of no app, or of one that is gone. */
  appName: string | null
}

/** The team's incidents as a list shows them, newest first. Of none it costs one query. */
export const listIncidentRows: Service<PageInput & IncidentFilter, Page<IncidentRow>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'incident.read')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.incident.findMany({
    where: { ...where, ...incidentsMatching(input) },
    ...page,
    include: { monitor: { select: { name: true, app: { select: { id: true, name: true, deletedAt: true } } } } },
  })
  const { data, nextCursor } = cutPage(rows, input.limit)
  const facts = await incidentFacts(ctx, data)
  return { data: facts.map((one, index) => ({ ...one, appName: appOf(data[index])?.name ?? null })), nextCursor }
}
