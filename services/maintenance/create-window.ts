import { assertMay } from '@/core/access/policy'
import { invalid } from '@/core/errors'
import type { MaintenanceWindowInput } from '@/core/maintenance/schema'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { type WindowView, windowInclude, windowView } from './window-view'

/** Keeps times in which failures of these monitors are expected: nobody is told. Throws invalid. */
export const createMaintenanceWindow: Service<MaintenanceWindowInput, WindowView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'maintenance_window.create')
  const { teamId } = ctx.actor
  const { monitorIds, name, ...times } = input
  const faults = 'cron' in times ? ctx.schedule.whyNot(times.cron, times.timezone) : null
  if (faults) throw invalid([faults])
  const row = await ctx.db.$transaction(async (tx) => {
    const known = await tx.monitor.findMany({ where: { id: { in: monitorIds } }, select: { id: true } })
    const unknown = monitorIds.flatMap((id, index) => (known.some((monitor) => monitor.id === id) ? [] : index))
    if (unknown.length > 0) {
      throw invalid(unknown.map((index) => ({ path: `monitorIds.${index}`, message: 'There is no such monitor.' })))
    }
    const { id } = await tx.maintenanceWindow.create({ data: { teamId, name, ...times } })
    await tx.monitorMaintenance.createMany({
      data: monitorIds.map((monitorId) => ({ teamId, monitorId, windowId: id })),
    })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'maintenance_window.create',
      target: { type: 'maintenance_window', id, name },
      after: { ...times, monitors: monitorIds },
    })
    return tx.maintenanceWindow.findUniqueOrThrow({ where: { id }, include: windowInclude })
  })
  await ctx.live.publish(teamChannel(teamId), { kind: 'maintenance', windowId: row.id })
  return windowView(ctx, row)
}
