import { assertMay } from '@/core/access/policy'
import type { Prisma } from '@/prisma/generated/client'
import type { Service } from '@/services/context'
import { literally } from '@/services/literally'
import { inMaintenance } from '@/services/maintenance/in-maintenance'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type MonitorView, monitorInclude, monitorView } from './monitor-view'

export interface MonitorFilter {
  appId?: string | undefined
  /** Of those that are not paused. */
  state?: 'up' | 'down' | 'degraded' | 'pending' | 'paused' | undefined
  /** Part of the name or the URL. */
  search?: string | undefined
}

export const monitorsMatching = ({ appId, state, search }: MonitorFilter): Prisma.MonitorWhereInput => ({
  ...(appId === undefined ? {} : { appId }),
  ...(state === undefined ? {} : state === 'paused' ? { enabled: false } : { enabled: true, watch: { state } }),
  ...(search
    ? { OR: (['name', 'url'] as const).map((of) => ({ [of]: { contains: literally(search), mode: 'insensitive' } })) }
    : {}),
})

/** The team's monitors, newest first. */
export const listMonitors: Service<PageInput & MonitorFilter, Page<MonitorView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.read')
  const { where, ...paged } = pageQuery(input)
  const rows = await ctx.db.monitor.findMany({
    ...paged,
    where: { AND: [where, monitorsMatching(input)] },
    include: monitorInclude,
  })
  const { data, nextCursor } = cutPage(rows, input.limit)
  const ids = data.map(({ id }) => id)
  const maintenance = await inMaintenance(ctx, ids, ctx.clock.now(), ctx.db)
  return { data: data.map((row) => monitorView(row, maintenance.has(row.id))), nextCursor }
}
