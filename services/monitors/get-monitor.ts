import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { inMaintenance } from '@/services/maintenance/in-maintenance'
import { type MonitorView, monitorInclude, monitorView } from './monitor-view'

/** One monitor. Throws not_found. */
export const getMonitor: Service<{ monitorId: string }, MonitorView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.read')
  const [row, maintenance] = await Promise.all([
    ctx.db.monitor.findUnique({ where: { id: input.monitorId }, include: monitorInclude }),
    inMaintenance(ctx, [input.monitorId], ctx.clock.now(), ctx.db),
  ])
  if (!row) throw notFound('monitor')
  return monitorView(row, maintenance.has(row.id))
}
