import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { actOnOpening } from './act-on-opening'
import { deploymentBefore } from './deployment-before'
import { writeIncidentEvent } from './write-event'

interface Opening {
  monitor: Monitor
  /** When the first of the failures began. */
  openedAt: Date
  now: Date
  cause: { code: string; text: string }
}

/**
 * Opens a monitor's incident: which deployment had last moved the app's traffic, who is told and when, and whether it
 * may go back by itself. In the transaction that takes the monitor down.
 */
export const openIncident = async (tx: Prisma.TransactionClient, opening: Opening): Promise<Incident> => {
  const { monitor, openedAt, now, cause } = opening
  const { teamId, appId } = monitor
  const before = await deploymentBefore(tx, { teamId, appId, at: openedAt })
  const incident = await tx.incident.create({
    data: {
      teamId,
      monitorId: monitor.id,
      appId,
      openedAt,
      causeCode: cause.code,
      cause: cause.text,
      deploymentId: before?.deployment.id ?? null,
    },
  })
  await writeIncidentEvent(tx, incident, openedAt, { type: 'opened', data: { cause: cause.text } })
  await actOnOpening(tx, { incident, monitor, before, now })
  return incident
}
