import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { remindAtOf } from './remind-at'
import { tellIncident } from './tell-incident'

/** Has the channels told that an incident has opened; from then on it is reminded of, and its end is told as well. */
export const startTelling = async (
  tx: Prisma.TransactionClient,
  { incident, monitor, now }: { incident: Incident; monitor: Monitor; now: Date },
): Promise<void> => {
  await tx.incident.updateMany({
    where: { id: incident.id, teamId: incident.teamId },
    data: { toldAt: now, heldUntil: null, remindAt: remindAtOf(incident, monitor, now) },
  })
  await tellIncident(tx, { incident, monitor, event: 'incident.opened', now })
}
