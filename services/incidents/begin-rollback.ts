import type { Trigger } from '@/core/deployments/state'
import { conflict } from '@/core/errors'
import { cut } from '@/core/format/cut'
import { teamChannel } from '@/core/ports/live-events'
import type { Incident, Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import type { DeploymentView } from '@/services/deployments/deployment-view'
import { startDeployment } from '@/services/deployments/start-deployment'
import { rollbackTarget } from './rollback-target'
import { writeIncidentEvent } from './write-event'

/**
 * Starts the deployment by which an incident's app goes back, and writes it into the incident in the same transaction:
 * of two who begin at once, one does. `onBegun` is written with it. Throws conflict, saying why not.
 */
export const beginRollback = async (
  ctx: Context,
  incident: Incident & { monitor: { name: string } },
  trigger: Trigger,
  onBegun?: (tx: Prisma.TransactionClient) => Promise<void>,
): Promise<DeploymentView> => {
  const target = await rollbackTarget(ctx.db, incident)
  if (!target.possible) throw conflict('not_possible', target.why)
  const deployment = await startDeployment({
    ctx,
    input: {
      appId: target.appId,
      releaseId: target.to.id,
      reason: cut(`${incident.monitor.name} is down since v${target.from.number}: ${incident.cause}`, 500),
      trigger,
      onQueued: async (tx, queued) => {
        await assertFirst(tx, incident, target.deploymentId)
        // Somebody's fix may have been queued since it was looked at; from here on none can be.
        const still = await rollbackTarget(tx, incident, queued)
        if (!still.possible) throw conflict('not_possible', still.why)
        await tx.incident.updateMany({ where: { id: incident.id }, data: { rollbackId: queued.id } })
        await writeIncidentEvent(tx, incident, ctx.clock.now(), {
          type: 'rollback_started',
          data: { by: ctx.actor.name, release: target.to.number, deployment: queued.number },
        })
        await onBegun?.(tx)
      },
    },
  })
  await ctx.live.publish(teamChannel(incident.teamId), { kind: 'incident', incidentId: incident.id })
  return deployment
}

/** The app's row is locked by now, so whoever comes second sees the first. */
const assertFirst = async (tx: Prisma.TransactionClient, incident: Incident, deploymentId: string): Promise<void> => {
  const other = await tx.incident.findFirst({
    where: { teamId: incident.teamId, deploymentId, rollbackId: { not: null } },
    select: { id: true },
  })
  if (other) throw conflict('already_rolled_back', 'This deployment has been gone back from already.')
}
