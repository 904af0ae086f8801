import { assertMay } from '@/core/access/policy'
import { activeStatuses } from '@/core/deployments/state'
import { notFound } from '@/core/errors'
import { deploymentChannel, teamChannel } from '@/core/ports/live-events'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { writeStatusEvent } from '@/services/deployments/status-event'
import { forgetMonitor } from '@/services/monitors/forget-monitor'
import { publishOutbox } from '@/services/outbox/publish-outbox'

/**
 * Deletes an app: from now on nobody sees it, its domains and its name are free, running deployments are asked to stop.
 * It is not watched any more, so that its end alarms nobody. A job takes its containers away. Throws not_found.
 */
export const deleteApp: Service<{ appId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.delete')
  const { outboxIds, touched } = await ctx.db.$transaction((tx) => mark(tx, ctx, input.appId))
  for (const id of outboxIds) await publishOutbox(ctx, id)
  for (const id of touched) await ctx.live.publish(deploymentChannel(id), { kind: 'stored', stop: true })
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'app', appId: input.appId })
}

const mark = async (tx: Prisma.TransactionClient, ctx: Context, appId: string) => {
  const now = ctx.clock.now()
  const { teamId } = ctx.actor
  const marked = await tx.app.updateMany({ where: { id: appId, deletedAt: null }, data: { deletedAt: now } })
  if (marked.count === 0) throw notFound('app')
  const app = await tx.app.findUniqueOrThrow({ where: { id: appId }, include: { domains: true } })
  const touched = await endDeployments(tx, ctx, appId)
  await tx.domain.deleteMany({ where: { appId } })
  const monitors = await tx.monitor.findMany({ where: { appId } })
  for (const monitor of monitors) await forgetMonitor(tx, monitor, now)
  await recordAuditEvent(tx, ctx.actor, {
    action: 'app.delete',
    target: { type: 'app', id: appId, name: app.name },
    before: {
      image: app.image,
      domains: app.domains.map((domain) => domain.name),
      env: app.envNames,
      monitors: monitors.map(({ name }) => name),
    },
  })
  const sync = await tx.outbox.create({ data: { teamId, topic: 'sync-domains', payload: { teamId, appId } } })
  const removal = await tx.outbox.create({ data: { teamId, topic: 'remove-app', payload: { teamId, appId } } })
  return { outboxIds: [sync.id, removal.id], touched }
}

const endDeployments = async (tx: Prisma.TransactionClient, ctx: Context, appId: string): Promise<string[]> => {
  const now = ctx.clock.now()
  const cancelled = { cancelRequestedAt: now, cancelledBy: ctx.actor.name }
  const open = await tx.deployment.findMany({
    where: { appId, status: { in: ['queued', ...activeStatuses] } },
    select: { id: true },
  })
  for (const { id } of open) {
    const queued = await tx.deployment.updateMany({
      where: { id, status: 'queued' },
      data: { ...cancelled, status: 'cancelled', finishedAt: now },
    })
    if (queued.count === 1) await writeStatusEvent(tx, await tx.deployment.findUniqueOrThrow({ where: { id } }))
    else await tx.deployment.updateMany({ where: { id, finishedAt: null }, data: cancelled })
  }
  return open.map((one) => one.id)
}
