import type { Incident, Monitor, Prisma } from '@/prisma/generated/client'
import { hasNeighbour } from './same-host'

/** What fails within so long of each other has failed together, on whatever hosts. */
export const togetherMs = 60_000

interface Asked {
  incident: Incident
  monitor: Monitor
  isOpening: boolean
  now: Date
}

/** Whether others may be about to be told of with it: then it waits a moment. What is alone is told at once. */
export const hasCompany = async (
  tx: Prisma.TransactionClient,
  { incident, monitor, isOpening, now }: Asked,
): Promise<boolean> => {
  const { teamId } = incident
  if (await hasNeighbour(tx, monitor)) return true
  const recently = new Date(now.getTime() - togetherMs)
  const others = { teamId, id: { not: incident.id } }
  if (!isOpening) {
    const isOpenOrWas = { OR: [{ resolvedAt: null }, { resolvedAt: { gt: recently } }] }
    const at = incident.openedAt.getTime()
    const openedAt = { gte: new Date(at - togetherMs), lte: new Date(at + togetherMs) }
    const near = { ...others, toldAt: { not: null }, openedAt, ...isOpenOrWas }
    return (await tx.incident.findFirst({ where: near, select: { id: true } })) !== null
  }
  // Others in the middle of failing, since so shortly that it may be of the same cause.
  const beginning = { state: { not: 'down' as const }, failures: { gt: 0 }, failingSince: { gt: recently } }
  const [told, inDoubt] = await Promise.all([
    tx.incident.findFirst({ where: { ...others, toldAt: { gt: recently } }, select: { id: true } }),
    tx.monitorWatch.findFirst({
      where: { teamId, monitorId: { not: monitor.id }, monitor: { enabled: true }, ...beginning },
      select: { monitorId: true },
    }),
  ])
  return told !== null || inDoubt !== null
}
