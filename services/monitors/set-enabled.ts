import { assertMay } from '@/core/access/policy'
import { monitorsChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { pauseWatch, resumeWatch } from './pause-watch'

/** Pauses or resumes several monitors at once. Returns how many were not so before; ids that are not the team's are left out. */
export const setMonitorsEnabled: Service<{ monitorIds: readonly string[]; enabled: boolean }, number> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'monitor.update')
  const { enabled } = input
  const now = ctx.clock.now()
  const changed = await ctx.db.$transaction(async (tx) => {
    const monitors = await tx.monitor.updateManyAndReturn({
      where: { id: { in: [...input.monitorIds] }, enabled: !enabled },
      data: { enabled, version: { increment: 1 } },
    })
    for (const monitor of monitors) {
      await (enabled ? resumeWatch(tx, monitor, now) : pauseWatch(tx, monitor, now))
      await recordAuditEvent(tx, ctx.actor, {
        action: 'monitor.update',
        target: { type: 'monitor', id: monitor.id, name: monitor.name },
        before: { enabled: !enabled },
        after: { enabled },
      })
    }
    return monitors
  })
  for (const { id } of changed) {
    await ctx.live.publish(monitorsChannel(ctx.actor.teamId), { kind: 'monitor', monitorId: id })
  }
  return changed.length
}
