import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'

/** Takes a maintenance window away; one that lasts ends with it. Throws not_found. */
export const deleteMaintenanceWindow: Service<{ windowId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'maintenance_window.delete')
  await ctx.db.$transaction(async (tx) => {
    const found = await tx.maintenanceWindow.findUnique({ where: { id: input.windowId } })
    if (!found) throw notFound('maintenance window')
    await tx.maintenanceWindow.deleteMany({ where: { id: found.id } })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'maintenance_window.delete',
      target: { type: 'maintenance_window', id: found.id, name: found.name },
    })
  })
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'maintenance', windowId: input.windowId })
}
