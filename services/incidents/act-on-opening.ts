import { liveSettingsSchema } from '@/core/apps/schema'
import { activeStatuses } from '@/core/deployments/state'
import { mayComeOfDeployment } from '@/core/incidents/causes'
import { heldAtMostMs, type IncidentSettings } from '@/core/incidents/settings'
import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import type { deploymentBefore } from './deployment-before'
import { startTelling } from './start-telling'
import { writeIncidentEvent } from './write-event'

interface Opening {
  incident: Incident
  monitor: Monitor
  /** What had last moved the app's traffic when it opened. */
  before: Awaited<ReturnType<typeof deploymentBefore>>
  now: Date
}

/**
 * Does what the app wants done about an incident that opens, for the first time or again: tells of it, or holds that
 * while a deployment runs, and asks for the way back where it opened soon after one.
 */
export const actOnOpening = async (
  tx: Prisma.TransactionClient,
  { incident, monitor, before, now }: Opening,
): Promise<void> => {
  const settings = await settingsOf(tx, incident)
  const heldForId = settings?.holdWhileDeploying ? await runningDeployment(tx, incident) : null
  if (heldForId === null) await startTelling(tx, { incident, monitor, now })
  else await hold(tx, { incident, heldForId, now })
  if (settings && before && mayGoBack(settings, before, incident) && (await isUndecided(tx, incident))) {
    const { teamId, id } = incident
    await tx.outbox.create({ data: { teamId, topic: 'roll-back-incident', payload: { teamId, incidentId: id } } })
  }
}

const settingsOf = async (
  tx: Prisma.TransactionClient,
  { teamId, appId }: Incident,
): Promise<IncidentSettings | null> => {
  if (appId === null) return null
  const app = await tx.app.findFirst({
    where: { id: appId, teamId, deletedAt: null },
    select: { liveSettings: true },
  })
  return app && liveSettingsSchema.parse(app.liveSettings).incidents
}

const runningDeployment = async (tx: Prisma.TransactionClient, { teamId, appId }: Incident): Promise<string | null> => {
  const running = await tx.deployment.findFirst({
    where: { teamId, appId: appId ?? '', status: { in: ['queued', ...activeStatuses] } },
    orderBy: { number: 'desc' },
    select: { id: true },
  })
  return running?.id ?? null
}

/** Who was told of it before was told of its end as well: it is held as one of which nobody knows. */
const hold = async (
  tx: Prisma.TransactionClient,
  { incident, heldForId, now }: { incident: Incident; heldForId: string; now: Date },
): Promise<void> => {
  const heldUntil = new Date(now.getTime() + heldAtMostMs)
  await tx.incident.updateMany({
    where: { id: incident.id, teamId: incident.teamId },
    data: { heldForId, heldUntil, toldAt: null },
  })
  await writeIncidentEvent(tx, incident, now, { type: 'held', data: { until: heldUntil.toISOString() } })
}

/** By cause and time alone; the rest is looked at when it is about to happen. */
const mayGoBack = (
  { rollbackWithinMinutes }: IncidentSettings,
  before: { movedAt: Date; kind: 'live' | 'back' },
  { causeCode, openedAt }: Incident,
): boolean =>
  rollbackWithinMinutes !== null &&
  mayComeOfDeployment(causeCode) &&
  before.kind === 'live' &&
  openedAt.getTime() - before.movedAt.getTime() <= rollbackWithinMinutes * 60_000

/** Neither gone back for nor refused: one that opens again asks once more only where it was over before that was seen. */
const isUndecided = async (tx: Prisma.TransactionClient, { id, teamId, rollbackId }: Incident): Promise<boolean> =>
  rollbackId === null &&
  (await tx.incidentEvent.count({ where: { teamId, incidentId: id, type: 'rollback_refused' } })) === 0
