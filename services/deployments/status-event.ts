import { failureSchema, proofSchema } from '@/core/deployments/schema'
import type { StatusEvent } from '@/core/events/deployment-events'
import { comparisonSchema } from '@/core/verification/comparison'
import type { Deployment } from '@/prisma/generated/client'
import type { DatabaseOrTransaction } from '@/services/context'

/** Stores what a deployment's status is now, for its page and its event stream. */
export const writeStatusEvent = async (tx: DatabaseOrTransaction, deployment: Deployment): Promise<void> => {
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
}
