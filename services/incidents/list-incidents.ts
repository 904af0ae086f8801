import { assertMay } from '@/core/access/policy'
import type { IncidentStatus } from '@/core/incidents/status'
import type { Prisma } from '@/prisma/generated/client'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type IncidentView, incidentInclude, incidentViews } from './incident-view'

export interface IncidentFilter {
  /** Any of these; all where it is left out. */
  statuses?: readonly IncidentStatus[] | undefined
  appId?: string | undefined
  monitorId?: string | undefined
}

/** The part of a query that narrows incidents. */
export const incidentsMatching = ({ statuses, appId, monitorId }: IncidentFilter): Prisma.IncidentWhereInput => ({
  ...(statuses === undefined ? {} : { status: { in: [...statuses] } }),
  ...(appId === undefined ? {} : { appId }),
  ...(monitorId === undefined ? {} : { monitorId }),
})

/** The team's incidents with what happened, newest first. */
export const listIncidents: Service<PageInput & IncidentFilter, Page<IncidentView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'incident.read')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.incident.findMany({
    where: { ...where, ...incidentsMatching(input) },
    ...page,
    include: incidentInclude,
  })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: await incidentViews(ctx, data), nextCursor }
}
