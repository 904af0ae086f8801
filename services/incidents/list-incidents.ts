import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type IncidentView, incidentInclude, incidentViews } from './incident-view'

export interface IncidentFilter {
  /** `open`: all that have not ended, acknowledged ones too. */
  status?: 'open' | 'resolved' | undefined
  appId?: string | undefined
  monitorId?: string | undefined
}

/** The team's incidents, newest first. */
export const listIncidents: Service<PageInput & IncidentFilter, Page<IncidentView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'incident.read')
  const { status, appId, monitorId } = input
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.incident.findMany({
    where: {
      ...where,
      ...(status === undefined ? {} : { status: status === 'open' ? { not: 'resolved' } : 'resolved' }),
      ...(appId === undefined ? {} : { appId }),
      ...(monitorId === undefined ? {} : { monitorId }),
    },
    ...page,
    include: incidentInclude,
  })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: await incidentViews(ctx, data), nextCursor }
}
