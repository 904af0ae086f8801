import type { IncidentEvent } from '@/core/incidents/timeline'
import type { Prisma } from '@/prisma/generated/client'

/** Adds to an incident's timeline. */
export const writeIncidentEvent = async (
  tx: Prisma.TransactionClient,
  incident: { id: string; teamId: string },
  at: Date,
  event: IncidentEvent,
): Promise<void> => {
  const { type, data } = event
  await tx.incidentEvent.create({ data: { teamId: incident.teamId, incidentId: incident.id, at, type, data } })
}
