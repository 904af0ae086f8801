import type { Message } from '@/core/deliveries/message'
import { failureSchema } from '@/core/deployments/schema'
import { deploymentVerdict } from '@/core/deployments/verdict'
import type { Deployment, Prisma } from '@/prisma/generated/client'
import { writeDelivery } from './write-delivery'

const events = {
  succeeded: 'deployment.succeeded',
  failed: 'deployment.failed',
  rolled_back: 'deployment.rolled_back',
} as const

const isTold = (status: string): status is keyof typeof events => Object.hasOwn(events, status)

/** Writes the message about a deployment that has just ended for each channel that wants it, in its transaction. */
export const tellDeployment = async (tx: Prisma.TransactionClient, deployment: Deployment): Promise<void> => {
  const { status, teamId, finishedAt } = deployment
  if (!isTold(status) || finishedAt === null) return
  const channels = await tx.channel.findMany({
    where: { teamId, enabled: true, events: { has: events[status] } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  if (channels.length === 0) return
  const message = await messageOf(tx, deployment, status)
  for (const { id } of channels) {
    await writeDelivery(tx, { teamId, channelId: id, message, now: finishedAt, group: null })
  }
}

const messageOf = async (
  tx: Prisma.TransactionClient,
  deployment: Deployment,
  status: keyof typeof events,
): Promise<Message> => {
  const { id, teamId, appId, number, releaseId, previousReleaseId, actorName } = deployment
  const app = await tx.app.findFirst({ where: { id: appId, teamId }, select: { name: true } })
  const releases = await tx.release.findMany({
    where: { teamId, id: { in: [releaseId ?? '', previousReleaseId ?? ''] } },
    select: { id: true, number: true },
  })
  const numberOf = (wanted: string | null) => releases.find((release) => release.id === wanted)?.number ?? null
  const release = numberOf(releaseId)
  const verdict = deploymentVerdict({
    number,
    status,
    release,
    previousRelease: numberOf(previousReleaseId),
    hasBegun: true,
    isCancelling: false,
    isCurrent: true,
  })
  return {
    kind: 'deployment',
    event: events[status],
    deployment: {
      id,
      appId,
      appName: app?.name ?? '',
      number,
      status,
      release: release === null ? null : `v${release}`,
      by: actorName,
      verdict: [verdict, ...whyIn(deployment)].join(' '),
      links: [],
    },
  }
}

const whyIn = ({ failure }: Deployment): string[] => {
  if (failure === null) return []
  const { explanation, message } = failureSchema.parse(failure)
  return explanation ? [explanation.what, explanation.meaning] : [message]
}
