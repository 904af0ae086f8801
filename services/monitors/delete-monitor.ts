import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { monitorsChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { forgetMonitor } from './forget-monitor'

/** Forgets a monitor with its incidents and its history. Throws not_found. */
export const deleteMonitor: Service<{ monitorId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.delete')
  await ctx.db.$transaction(async (tx) => {
    const found = await tx.monitor.findUnique({ where: { id: input.monitorId } })
    if (!found) throw notFound('monitor')
    await forgetMonitor(tx, found, ctx.clock.now())
    await recordAuditEvent(tx, ctx.actor, {
      action: 'monitor.delete',
      target: { type: 'monitor', id: found.id, name: found.name },
      before: { url: found.url, appId: found.appId },
    })
  })
  await ctx.live.publish(monitorsChannel(ctx.actor.teamId), { kind: 'monitor', monitorId: input.monitorId })
}
