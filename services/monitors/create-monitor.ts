import { assertMay } from '@/core/access/policy'
import type { MonitorDefinition } from '@/core/monitors/schema'
import { monitorsChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { withinQuota } from '@/services/quotas/within-quota'
import { type MonitorView, monitorInclude, monitorView } from './monitor-view'
import { assertReferences, audited, never, rowOf, setChannels } from './write-monitor'

/** Watches a URL from now on. Throws invalid for an app or a channel that is not the team's, and conflict (quota_reached). */
export const createMonitor: Service<MonitorDefinition, MonitorView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.create')
  const { teamId } = ctx.actor
  const assertOneMore = await withinQuota(ctx, 'monitors')
  const now = ctx.clock.now()
  const row = await ctx.db.$transaction(async (tx) => {
    await assertReferences(tx, input)
    // The request is sealed for the monitor's id, so the row comes first.
    const { id } = await tx.monitor.create({ data: { teamId, ...rowOf(ctx, '', input) } })
    await assertOneMore(tx)
    await tx.monitor.update({ where: { id }, data: rowOf(ctx, id, input) })
    await tx.monitorWatch.create({ data: { monitorId: id, teamId, since: now, dueAt: input.enabled ? now : never } })
    await tx.monitorPeriod.create({
      data: { teamId, monitorId: id, state: input.enabled ? 'pending' : 'paused', from: now },
    })
    await setChannels(tx, { teamId, monitorId: id, channelIds: input.channelIds })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'monitor.create',
      target: { type: 'monitor', id, name: input.name },
      after: audited(input),
    })
    return tx.monitor.findUniqueOrThrow({ where: { id }, include: monitorInclude })
  })
  await ctx.live.publish(monitorsChannel(teamId), { kind: 'monitor', monitorId: row.id })
  return monitorView(row, false)
}
