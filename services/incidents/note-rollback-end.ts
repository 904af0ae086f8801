import type { Deployment, Prisma } from '@/prisma/generated/client'
import { writeIncidentEvent } from './write-event'

/** Writes into the incidents that this deployment was to end how it ended, in its transaction. */
export const noteRollbackEnd = async (tx: Prisma.TransactionClient, deployment: Deployment): Promise<void> => {
  const { id, teamId, status, finishedAt } = deployment
  if (finishedAt === null) return
  const incidents = await tx.incident.findMany({
    where: { teamId, rollbackId: id },
    select: { id: true, teamId: true },
  })
  for (const incident of incidents) {
    await writeIncidentEvent(tx, incident, finishedAt, { type: 'rollback_ended', data: { status } })
  }
}
