import { failureSchema, proofSchema } from '@/core/deployments/schema'
import { isEnd } from '@/core/deployments/state'
import type { StatusEvent } from '@/core/events/deployment-events'
import { comparisonSchema } from '@/core/verification/comparison'
import type { Deployment, Prisma } from '@/prisma/generated/client'
import { tellDeployment } from '@/services/deliveries/tell-deployment'
import { noteRollbackEnd } from '@/services/incidents/note-rollback-end'

/**
 * Stores what a deployment's status is now, for its page and its event stream; with its end, what channels are told of
 * it and what it means for the incident that it was to end.
 */
export const writeStatusEvent = async (tx: Prisma.TransactionClient, deployment: Deployment): Promise<void> => {
  const data: StatusEvent = {
    status: deployment.status,
    liveAt: deployment.liveAt?.toISOString() ?? null,
    finishedAt: deployment.finishedAt?.toISOString() ?? null,
    proof: deployment.proof === null ? null : proofSchema.parse(deployment.proof),
    failure: deployment.failure === null ? null : failureSchema.parse(deployment.failure),
    comparison: deployment.comparison === null ? null : comparisonSchema.parse(deployment.comparison),
  }
  await tx.deploymentEvent.create({
    data: { teamId: deployment.teamId, deploymentId: deployment.id, type: 'status', data },
  })
  if (!isEnd(deployment.status)) return
  await tellDeployment(tx, deployment)
  await noteRollbackEnd(tx, deployment)
}
