import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { tellIncident } from './tell-incident'
import { writeIncidentEvent } from './write-event'

/** Ends an incident. Channels that were told of it are told; where it was held until now, nobody needs to know. */
export const resolveIncident = async (
  tx: Prisma.TransactionClient,
  { incident, monitor, now }: { incident: Incident; monitor: Monitor; now: Date },
): Promise<void> => {
  const [resolved] = await tx.incident.updateManyAndReturn({
    where: { id: incident.id, teamId: incident.teamId, status: { not: 'resolved' } },
    data: { status: 'resolved', resolvedAt: now, remindAt: null, heldUntil: null },
  })
  if (!resolved) return
  const silently = resolved.toldAt === null
  await writeIncidentEvent(tx, resolved, now, { type: 'resolved', data: { silently } })
  if (!silently) await tellIncident(tx, { incident: resolved, monitor, event: 'incident.resolved', now })
}
