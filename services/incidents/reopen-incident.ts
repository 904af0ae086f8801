import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { actOnOpening } from './act-on-opening'
import { deploymentBefore } from './deployment-before'
import { writeIncidentEvent } from './write-event'

interface Reopening {
  incident: Incident
  monitor: Monitor
  now: Date
  cause: { code: string; text: string }
}

/**
 * Takes an incident up again that had just ended: it goes up and down, and channels are told that once. What the app wants
 * done about one that opens is done about this one as well.
 */
export const reopenIncident = async (tx: Prisma.TransactionClient, at: Reopening): Promise<void> => {
  const { incident, monitor, now, cause } = at
  const [open] = await tx.incident.updateManyAndReturn({
    where: { id: incident.id, teamId: incident.teamId, status: 'resolved' },
    data: {
      status: 'open',
      resolvedAt: null,
      unwatched: false,
      flapping: true,
      causeCode: cause.code,
      cause: cause.text,
    },
  })
  if (!open) return
  await writeIncidentEvent(tx, open, now, { type: 'flapping', data: {} })
  const { teamId, appId, openedAt } = open
  const before = await deploymentBefore(tx, { teamId, appId, at: openedAt })
  await actOnOpening(tx, { incident: open, monitor, before, now })
}
