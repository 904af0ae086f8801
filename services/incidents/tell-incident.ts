import type { ToldIncident } from '@/core/deliveries/message'
import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { writeDelivery } from '@/services/deliveries/write-delivery'
import { tellSubscribers } from '@/services/status-pages/tell-subscribers'
import { afterDeployment } from './deployment-before'
import { hostNameOf, monitorsOfHost } from './same-host'

type Event = 'incident.opened' | 'incident.reminder' | 'incident.resolved'

/** Long enough for the other monitors of the host to be checked; whether it is longer is seen then. */
const waitMs = 5000

/**
 * Writes an incident's message for each of its monitor's channels that wants it, and for subscribers of the team's status
 * page, in the transaction of what happened.
 * Where the host has other monitors, it waits a moment to be told with theirs.
 */
export const tellIncident = async (
  tx: Prisma.TransactionClient,
  { incident, monitor, event, now }: { incident: Incident; monitor: Monitor; event: Event; now: Date },
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
  const host = hostNameOf(monitor.url)
  const others = await monitorsOfHost(tx, { teamId: monitor.teamId, host, except: monitor.id })
  const group = others.length > 0 ? { key: `${event}:${host}`, waitMs } : null
  const incidents = [await toldIncident(tx, incident, monitor)]
  for (const { channelId } of chosen) {
    const message = { kind: 'incidents' as const, event, incidents }
    await writeDelivery(tx, { teamId: monitor.teamId, channelId, message, now, group })
  }
}

const toldIncident = async (
  tx: Prisma.TransactionClient,
  incident: Incident,
  monitor: Monitor,
): Promise<ToldIncident> => {
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
    links: [],
  }
}

/** What stands behind the ? may be a key. */
const shownUrl = (url: string): string => {
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`
}
