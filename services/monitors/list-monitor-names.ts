import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'

/** As many as a maintenance window may have. */
const most = 1000

export interface MonitorName {
  id: string
  name: string
  url: string
}

/** The team's monitors to choose from, by name; `ids` takes only these. */
export const listMonitorNames: Service<{ ids?: readonly string[] }, MonitorName[]> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.read')
  return ctx.db.monitor.findMany({
    where: input.ids === undefined ? {} : { id: { in: [...input.ids] } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: most,
    select: { id: true, name: true, url: true },
  })
}
