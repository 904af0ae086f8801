import { assertMay } from '@/core/access/policy'
import { forbidden, notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, DatabaseOrTransaction, Service } from '@/services/context'

/** Takes a maintenance window away; one that lasts ends with it. Throws not_found, and forbidden where it is for apps that one does not see. */
export const deleteMaintenanceWindow: Service<{ windowId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'maintenance_window.delete')
  await ctx.db.$transaction(async (tx) => {
    const found = await tx.maintenanceWindow.findUnique({ where: { id: input.windowId } })
    if (!found) throw notFound('maintenance window')
    await assertOwnOnly(ctx, tx, found.id)
    await tx.maintenanceWindow.deleteMany({ where: { id: found.id } })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'maintenance_window.delete',
      target: { type: 'maintenance_window', id: found.id, name: found.name },
      before: {
        startsAt: found.startsAt?.toISOString() ?? null,
        endsAt: found.endsAt?.toISOString() ?? null,
        cron: found.cron,
        timezone: found.timezone,
        durationMinutes: found.durationMinutes,
      },
    })
  })
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'maintenance', windowId: input.windowId })
}

const assertOwnOnly = async (
  { actor, instanceDb }: Context,
  tx: DatabaseOrTransaction,
  windowId: string,
): Promise<void> => {
  if (actor.appIds === null) return
  const [all, seen] = await Promise.all([
    instanceDb.monitorMaintenance.count({ where: { windowId, teamId: actor.teamId } }),
    tx.monitorMaintenance.count({ where: { windowId } }),
  ])
  if (all === seen) return
  throw forbidden('This window is also for monitors of apps that you are not let into. Ask somebody who sees them.')
}
