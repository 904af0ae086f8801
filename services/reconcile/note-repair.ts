import { systemActor } from '@/core/access/actor'
import { teamChannel } from '@/core/ports/live-events'
import { lastRepair, type Repair } from '@/core/reconcile/repair'
import type { App, AppHost } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { InstanceContext } from '@/services/context'

/** Keeps what was amiss with an app on a host, and what came of it, for the app's page and the audit log. */
export const noteRepair = async (
  ctx: InstanceContext,
  { id, app, repair: last }: AppHost & { app: App },
  repair: Repair,
): Promise<void> => {
  if (repair.failure !== null) {
    ctx.log.warn({ appId: app.id, amiss: repair.amiss, error: repair.failure }, 'an app could not be put right')
  }
  await ctx.instanceDb.$transaction(async (tx) => {
    await tx.appHost.update({ where: { id }, data: { repair } })
    // Tried every minute, told once.
    if (repair.failure !== null && repair.failure === lastRepair(last)?.failure) return
    await recordAuditEvent(tx, systemActor(app.teamId), {
      action: 'app.repair',
      target: { type: 'app', id: app.id, name: app.name },
      after: { amiss: repair.amiss, failure: repair.failure },
    })
  })
  await ctx.live.publish(teamChannel(app.teamId), { kind: 'repair', appId: app.id })
}
