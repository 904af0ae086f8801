import { assertMay } from '@/core/access/policy'
import { mergePatch } from '@/core/apps/merge-patch'
import { notFound } from '@/core/errors'
import { type MonitorDefinition, monitorSchema } from '@/core/monitors/schema'
import { monitorsChannel } from '@/core/ports/live-events'
import { parseValues } from '@/core/validation'
import type { Monitor } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, DatabaseOrTransaction, Service } from '@/services/context'
import { remindAnew } from '@/services/incidents/remind-anew'
import { inMaintenance } from '@/services/maintenance/in-maintenance'
import { assertSecretsStay } from './assert-secrets-stay'
import { definitionOf } from './monitor-definition'
import { type MonitorView, monitorInclude, monitorView } from './monitor-view'
import { pauseWatch, resumeWatch } from './pause-watch'
import { assertReferences, audited, rowOf, setChannels } from './write-monitor'

/**
 * Changes a monitor by a JSON merge patch. Another origin takes its login, headers and body anew: stored ones must not be
 * sent elsewhere. Throws not_found and invalid.
 */
export const updateMonitor: Service<{ monitorId: string; patch: Record<string, unknown> }, MonitorView> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'monitor.update')
  const found = await ctx.db.monitor.findUnique({ where: { id: input.monitorId }, include: monitorInclude })
  if (!found) throw notFound('monitor')
  const before: MonitorDefinition = {
    ...definitionOf(ctx, found),
    channelIds: found.channels.map(({ channelId }) => channelId),
  }
  const after = parseValues(monitorSchema, mergePatch(before, input.patch))
  assertSecretsStay(before, after, input.patch)
  const row = await ctx.db.$transaction(async (tx) => {
    await assertReferences(tx, after)
    await store(ctx, tx, found, before, after)
    await recordAuditEvent(tx, ctx.actor, {
      action: 'monitor.update',
      target: { type: 'monitor', id: found.id, name: after.name },
      before: audited(before),
      after: { ...audited(after), secretsChanged: ['headers', 'body', 'auth'].some((name) => name in input.patch) },
    })
    return tx.monitor.findUniqueOrThrow({ where: { id: found.id }, include: monitorInclude })
  })
  await ctx.live.publish(monitorsChannel(ctx.actor.teamId), { kind: 'monitor', monitorId: row.id })
  return monitorView(row, (await inMaintenance(ctx, [row.id], ctx.clock.now())).has(row.id))
}

/** What was found out about the monitor as it was is no longer believed: claims of before are void. */
const store = async (
  ctx: Context,
  tx: DatabaseOrTransaction,
  found: Monitor,
  before: MonitorDefinition,
  after: MonitorDefinition,
): Promise<void> => {
  const now = ctx.clock.now()
  const changed = await tx.monitor.update({
    where: { id: found.id },
    data: { ...rowOf(ctx, found.id, after), version: { increment: 1 } },
  })
  if (before.reminderMinutes !== after.reminderMinutes) await remindAnew(tx, changed, now)
  await setChannels(tx, { teamId: found.teamId, monitorId: found.id, channelIds: after.channelIds })
  if (before.enabled && !after.enabled) await pauseWatch(tx, found, now)
  else if (!before.enabled && after.enabled) await resumeWatch(tx, found, now)
  else if (after.enabled) {
    await tx.monitorWatch.update({
      where: { monitorId: found.id },
      data: { dueAt: now, claimedUntil: null, sequence: { increment: 1 } },
    })
  }
}
