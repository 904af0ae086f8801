import { assertMay } from '@/core/access/policy'
import { activeStatuses } from '@/core/deployments/state'
import { conflict, notFound } from '@/core/errors'
import { deploymentChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { type DeploymentView, deploymentInclude, deploymentView } from './deployment-view'
import { writeStatusEvent } from './status-event'

/**
 * Asks a deployment to stop: a queued one ends at once, a running one within seconds with the old version serving.
 * Throws not_found, and conflict (deployment_ended) once it has ended.
 */
export const cancelDeployment: Service<{ deploymentId: string }, DeploymentView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.cancel')
  const now = ctx.clock.now()
  const row = await ctx.db.$transaction(async (tx) => {
    const found = await tx.deployment.findUnique({
      where: { id: input.deploymentId, app: { deletedAt: null } },
      include: deploymentInclude,
    })
    if (!found) throw notFound('deployment')
    const queued = await tx.deployment.updateMany({
      where: { id: found.id, status: 'queued' },
      data: { status: 'cancelled', finishedAt: now, cancelRequestedAt: now, cancelledBy: ctx.actor.name },
    })
    const running = await tx.deployment.updateMany({
      where: { id: found.id, status: { in: [...activeStatuses] } },
      data: { cancelRequestedAt: now, cancelledBy: ctx.actor.name },
    })
    if (queued.count + running.count === 0) {
      throw conflict('deployment_ended', `Deployment ${found.number} has already ended as ${found.status}.`)
    }
    const changed = await tx.deployment.findUniqueOrThrow({ where: { id: found.id }, include: deploymentInclude })
    if (queued.count > 0) await writeStatusEvent(tx, changed)
    await recordAuditEvent(tx, ctx.actor, {
      action: 'deployment.cancel',
      target: { type: 'deployment', id: found.id, name: `${found.app.name} #${found.number}` },
      before: { status: found.status },
      after: { cancelRequested: true },
    })
    return changed
  })
  await ctx.live.publish(deploymentChannel(row.id), { kind: 'stored', stop: true })
  return deploymentView(row)
}
