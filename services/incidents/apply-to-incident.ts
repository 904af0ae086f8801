import { isWarning, warningCode } from '@/core/incidents/causes'
import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { deploymentBefore } from './deployment-before'
import { openIncident } from './open-incident'
import { reopenIncident } from './reopen-incident'
import { resolveIncident } from './resolve-incident'
import { writeIncidentEvent } from './write-event'

interface Cause {
  /** Stable: connection_refused, unexpected_status … */
  code: string
  /** In words. */
  text: string
}

/** What a check, or several, mean for a monitor's incident. */
export type IncidentChange =
  /**
   * `openedAt`: when the first of the failures in a row began. An outage that ended less than `reopenWithinMs` before is
   * taken up again: what goes up and down is one incident.
   */
  | { kind: 'opened'; openedAt: Date; cause: Cause; reopenWithinMs?: number }
  | { kind: 'cause_changed'; cause: Cause }
  | { kind: 'flapping' }
  /**
   * `unwatched`: nobody looks any more, so that whether it is over is not known. `overtaken`: it was a warning, and its
   * monitor is down now.
   */
  | { kind: 'resolved'; unwatched?: boolean; overtaken?: boolean }

/**
 * Carries a monitor's change of state into its incident, and writes what is to be told: to be called in the transaction
 * that changes the state. What does not fit what there is (a second opening, an end of none) changes nothing.
 */
export const applyToIncident = async (
  tx: Prisma.TransactionClient,
  { monitor, change, now }: { monitor: Monitor; change: IncidentChange; now: Date },
): Promise<void> => {
  const incident = await tx.incident.findFirst({
    where: { teamId: monitor.teamId, monitorId: monitor.id, status: { not: 'resolved' } },
  })
  if (change.kind === 'opened') {
    if (incident) return
    const since = new Date(now.getTime() - (change.reopenWithinMs ?? 0))
    const ended = isWarning(change.cause.code) ? null : await lastEndedOutage(tx, monitor, since)
    if (ended && !(await hasMovedSince(tx, ended, change.openedAt)))
      await reopenIncident(tx, { incident: ended, monitor, now, cause: change.cause })
    else await openIncident(tx, { monitor, openedAt: change.openedAt, now, cause: change.cause })
  } else if (incident) {
    await applyTo(tx, incident, monitor, change, now)
  }
}

const lastEndedOutage = (
  tx: Prisma.TransactionClient,
  { teamId, id }: Monitor,
  since: Date,
): Promise<Incident | null> =>
  tx.incident.findFirst({
    where: {
      teamId,
      monitorId: id,
      status: 'resolved',
      unwatched: false,
      resolvedAt: { gt: since },
      causeCode: { not: warningCode },
    },
    orderBy: { resolvedAt: 'desc' },
  })

/** What fails anew after a deployment is not the same trouble: that deployment is to be named, and may be gone back from. */
const hasMovedSince = async (tx: Prisma.TransactionClient, ended: Incident, at: Date): Promise<boolean> => {
  const last = await deploymentBefore(tx, { teamId: ended.teamId, appId: ended.appId, at })
  if (last === null || last.movedAt <= ended.openedAt) return false
  return last.kind === 'back' || last.deployment.id !== ended.deploymentId
}

const applyTo = async (
  tx: Prisma.TransactionClient,
  incident: Incident,
  monitor: Monitor,
  change: Exclude<IncidentChange, { kind: 'opened' }>,
  now: Date,
): Promise<void> => {
  const where = { id: incident.id, teamId: incident.teamId }
  switch (change.kind) {
    case 'cause_changed': {
      const { code, text } = change.cause
      if (text === incident.cause) return
      await tx.incident.updateMany({ where, data: { causeCode: code, cause: text } })
      return writeIncidentEvent(tx, incident, now, { type: 'cause_changed', data: { cause: text } })
    }
    case 'flapping':
      if (incident.flapping) return
      await tx.incident.updateMany({ where, data: { flapping: true } })
      return writeIncidentEvent(tx, incident, now, { type: 'flapping', data: {} })
    case 'resolved':
      return resolveIncident(tx, { incident, monitor, now, ...change })
  }
}
