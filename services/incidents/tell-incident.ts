import type { ToldIncident } from '@/core/deliveries/message'
import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { writeDelivery } from '@/services/deliveries/write-delivery'
import { tellSubscribers } from '@/services/status-pages/tell-subscribers'
import { hasCompany } from './company'
import { afterDeployment } from './deployment-before'

type Event = 'incident.opened' | 'incident.reminder' | 'incident.resolved'

interface Telling {
  incident: Incident
  monitor: Monitor
  event: Event
  /** A warning that ends because its monitor is down. */
  overtaken?: boolean
  now: Date
}

/** Long enough for other monitors to be checked; whether it is longer is seen then. */
const waitMs = 5000

/**
 * Writes an incident's message for each of its monitor's channels that wants it, and for subscribers of the team's status
 * page, in the transaction of what happened.
 * Where others may be about to be told of, it waits a moment to be told with them.
 */
export const tellIncident = async (
  tx: Prisma.TransactionClient,
  { incident, monitor, event, overtaken = false, now }: Telling,
): Promise<void> => {
  if (event !== 'incident.reminder') {
    await tellSubscribers(tx, { incident, event: event === 'incident.opened' ? 'opened' : 'resolved', now })
  }
  const chosen = await tx.monitorChannel.findMany({
    where: { teamId: monitor.teamId, monitorId: monitor.id, channel: { enabled: true, events: { has: event } } },
    select: { channelId: true },
    // Everybody takes channels in the same order, so that none waits for the other.
    orderBy: { channelId: 'asc' },
  })
  if (chosen.length === 0) return
  const isOpening = event === 'incident.opened'
  const group = (await hasCompany(tx, { incident, monitor, isOpening, now })) ? { key: event, waitMs } : null
  const incidents = [{ ...(await toldIncident(tx, incident, monitor)), overtaken }]
  for (const { channelId } of chosen) {
    const message = { kind: 'incidents' as const, event, incidents }
    await writeDelivery(tx, { teamId: monitor.teamId, channelId, message, now, group })
  }
}

const toldIncident = async (
  tx: Prisma.TransactionClient,
  incident: Incident,
  monitor: Monitor,
): Promise<Omit<ToldIncident, 'overtaken'>> => {
  const { deploymentId } = incident
  const deployment =
    deploymentId === null
      ? null
      : await tx.deployment.findFirst({
          where: { id: deploymentId, teamId: incident.teamId },
          include: { release: { select: { number: true } } },
        })
  return {
    id: incident.id,
    monitorId: monitor.id,
    monitorName: monitor.name,
    target: shownUrl(monitor.url),
    appId: incident.appId,
    status: incident.status,
    url: '',
    openedAt: incident.openedAt.toISOString(),
    resolvedAt: incident.resolvedAt?.toISOString() ?? null,
    cause: incident.cause,
    causeCode: incident.causeCode,
    deploymentId,
    afterDeployment: afterDeployment(deployment, incident.openedAt),
    flapping: incident.flapping,
    unwatched: incident.unwatched,
    links: [],
  }
}

/** What stands behind the ? may be a key. */
const shownUrl = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
