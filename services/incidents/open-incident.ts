import { liveSettingsSchema } from '@/core/apps/schema'
import { activeStatuses } from '@/core/deployments/state'
import { mayComeOfDeployment } from '@/core/incidents/causes'
import { heldAtMostMs, type IncidentSettings } from '@/core/incidents/settings'
import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { deploymentBefore } from './deployment-before'
import { startTelling } from './start-telling'
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
  const settings = await settingsOf(tx, monitor)
  const before = await deploymentBefore(tx, { teamId, appId, at: openedAt })
  const hold = settings?.holdWhileDeploying ? await runningDeployment(tx, monitor) : null
  const heldUntil = hold === null ? null : new Date(now.getTime() + heldAtMostMs)
  const incident = await tx.incident.create({
    data: {
      teamId,
      monitorId: monitor.id,
      appId,
      openedAt,
      causeCode: cause.code,
      cause: cause.text,
      deploymentId: before?.deployment.id ?? null,
      heldForId: hold,
      heldUntil,
    },
  })
  await writeIncidentEvent(tx, incident, openedAt, { type: 'opened', data: { cause: cause.text } })
  if (heldUntil === null) await startTelling(tx, { incident, monitor, now })
  else await writeIncidentEvent(tx, incident, now, { type: 'held', data: { until: heldUntil.toISOString() } })
  if (settings && before && mayComeOfDeployment(cause.code) && mayGoBack(settings, before, openedAt)) {
    await tx.outbox.create({
      data: { teamId, topic: 'roll-back-incident', payload: { teamId, incidentId: incident.id } },
    })
  }
  return incident
}

const settingsOf = async (tx: Prisma.TransactionClient, monitor: Monitor): Promise<IncidentSettings | null> => {
  if (monitor.appId === null) return null
  const app = await tx.app.findFirst({
    where: { id: monitor.appId, teamId: monitor.teamId, deletedAt: null },
    select: { liveSettings: true },
  })
  return app && liveSettingsSchema.parse(app.liveSettings).incidents
}

const runningDeployment = async (tx: Prisma.TransactionClient, monitor: Monitor): Promise<string | null> => {
  const running = await tx.deployment.findFirst({
    where: { teamId: monitor.teamId, appId: monitor.appId ?? '', status: { in: ['queued', ...activeStatuses] } },
    orderBy: { number: 'desc' },
    select: { id: true },
  })
  return running?.id ?? null
}

/** By time alone; the rest is looked at when it is about to happen. */
const mayGoBack = (
  { rollbackWithinMinutes }: IncidentSettings,
  before: { movedAt: Date; kind: 'live' | 'back' },
  openedAt: Date,
): boolean =>
  rollbackWithinMinutes !== null &&
  before.kind === 'live' &&
  openedAt.getTime() - before.movedAt.getTime() <= rollbackWithinMinutes * 60_000
