import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { tellIncident } from './tell-incident'
import { writeIncidentEvent } from './write-event'

interface Ending {
  incident: Incident
  monitor: Monitor
  now: Date
  unwatched?: boolean
  overtaken?: boolean
}

/**
 * Ends an incident. Channels that were told of it are told; where it was held until now, nobody needs to know. `unwatched`:
 * its monitor is looked at no more, which is no recovery and is not told as one; nor is it where an outage has `overtaken`
 * a warning.
 */
export const resolveIncident = async (
  tx: Prisma.TransactionClient,
  { incident, monitor, now, unwatched = false, overtaken = false }: Ending,
): Promise<void> => {
  const [resolved] = await tx.incident.updateManyAndReturn({
    where: { id: incident.id, teamId: incident.teamId, status: { not: 'resolved' } },
    data: { status: 'resolved', resolvedAt: now, remindAt: null, heldUntil: null, unwatched },
  })
  if (!resolved) return
  const silently = resolved.toldAt === null
  await writeIncidentEvent(tx, resolved, now, { type: 'resolved', data: { silently, unwatched, overtaken } })
  if (!silently) await tellIncident(tx, { incident: resolved, monitor, event: 'incident.resolved', overtaken, now })
}
