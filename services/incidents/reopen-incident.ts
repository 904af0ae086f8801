import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { startTelling } from './start-telling'
import { writeIncidentEvent } from './write-event'

interface Reopening {
  incident: Incident
  monitor: Monitor
  now: Date
  cause: { code: string; text: string }
}

/** Takes an incident up again that had just ended: it goes up and down, and channels are told that once. */
export const reopenIncident = async (tx: Prisma.TransactionClient, at: Reopening): Promise<void> => {
  const { incident, monitor, now, cause } = at
  const [open] = await tx.incident.updateManyAndReturn({
    where: { id: incident.id, teamId: incident.teamId, status: 'resolved' },
    data: { status: 'open', resolvedAt: null, flapping: true, causeCode: cause.code, cause: cause.text },
  })
  if (!open) return
  await writeIncidentEvent(tx, open, now, { type: 'flapping', data: {} })
  await startTelling(tx, { incident: open, monitor, now })
}
