import { assertMay } from '@/core/access/policy'
import { activeStatuses } from '@/core/deployments/state'
import { notFound } from '@/core/errors'
import { deploymentChannel, teamChannel } from '@/core/ports/live-events'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { writeStatusEvent } from '@/services/deployments/status-event'
import { publishOutbox } from '@/services/outbox/publish-outbox'

/**
 * Deletes an app: gone for every query at once, its name and domains free, what runs is cancelled; a worker takes its
 * containers away. Volumes stay. Throws not_found.
 */
export const deleteApp: Service<{ appId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.delete')
  const { appId } = input
  const { teamId } = ctx.actor
  const { outboxId, ended } = await ctx.db.$transaction(async (tx) => {
    const marked = await tx.app.updateMany({
      where: { id: appId, deletedAt: null },
      data: { deletedAt: ctx.clock.now() },
    })
    if (marked.count === 0) throw notFound('app')
    const app = await tx.app.findUniqueOrThrow({ where: { id: appId }, select: { name: true } })
    const ended = await endDeployments(tx, ctx, appId)
    await tx.domain.deleteMany({ where: { appId } })
    await recordAuditEvent(tx, ctx.actor, { action: 'app.delete', target: { type: 'app', id: appId, name: app.name } })
    const outbox = await tx.outbox.create({ data: { teamId, topic: 'remove-app', payload: { teamId, appId } } })
    return { outboxId: outbox.id, ended }
  })
  await publishOutbox(ctx, outboxId)
  for (const id of ended) await ctx.live.publish(deploymentChannel(id), { kind: 'stored' })
  await ctx.live.publish(teamChannel(teamId), { kind: 'app', appId })
}

/** Ends what is queued, and asks what runs to stop. */
const endDeployments = async (tx: Prisma.TransactionClient, ctx: Context, appId: string): Promise<string[]> => {
  const now = ctx.clock.now()
  const cancel = { cancelRequestedAt: now, cancelledBy: ctx.actor.name }
  const queued = await tx.deployment.findMany({ where: { appId, status: 'queued' }, select: { id: true } })
  for (const { id } of queued) {
    const ended = await tx.deployment.update({
      where: { id },
      data: { ...cancel, status: 'cancelled', finishedAt: now },
    })
    await writeStatusEvent(tx, ended)
  }
  await tx.deployment.updateMany({ where: { appId, status: { in: [...activeStatuses] } }, data: cancel })
  return queued.map((one) => one.id)
}
