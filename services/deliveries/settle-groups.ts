import type { InstanceContext } from '@/services/context'
import { monitorsOfHost } from '@/services/incidents/same-host'
import { inMaintenance } from '@/services/maintenance/in-maintenance'

/** No message waits longer to be joined by others. */
const longestMs = 60_000
const againMs = 1000

type Ctx = Pick<InstanceContext, 'instanceDb' | 'schedule'>

interface Waiting {
  id: string
  teamId: string
  event: string
  host: string
  createdAt: Date
  dueAt: Date
}

/**
 * Looks after messages that wait to be joined: the other monitors of their host are checked at once, and a message is
 * put off while one of them has not been judged yet, for a minute at most.
 */
export const settleGroups = async (ctx: Ctx, now: Date): Promise<void> => {
  const rows = await ctx.instanceDb.delivery.findMany({
    where: {
      status: 'pending',
      groupKey: { not: null },
      tries: 0,
      claimedUntil: null,
      createdAt: { gt: new Date(now.getTime() - longestMs) },
    },
    select: { id: true, teamId: true, event: true, groupKey: true, createdAt: true, dueAt: true },
    take: 500,
  })
  const waiting = rows.map(({ groupKey, ...row }) => ({ ...row, host: (groupKey ?? '').slice(row.event.length + 1) }))
  for (const group of sameGroups(waiting)) await settle(ctx, group, now)
}

/** Channels that are told the same are looked after together. */
const sameGroups = (waiting: readonly Waiting[]): Waiting[][] => {
  const groups = new Map<string, Waiting[]>()
  for (const one of waiting) {
    const key = `${one.teamId} ${one.event} ${one.host}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

const settle = async (ctx: Ctx, group: readonly Waiting[], now: Date): Promise<void> => {
  const [first] = group
  if (!first) return
  const since = new Date(Math.min(...group.map((one) => one.createdAt.getTime())))
  const isOpening = first.event === 'incident.opened'
  const unjudged = await unjudgedMonitors(ctx, { ...first, isOpening, since, now })
  if (unjudged.length === 0) return
  await hasten(ctx, unjudged, since, now)
  const due = group.filter((one) => one.dueAt <= now && now.getTime() + againMs < one.createdAt.getTime() + longestMs)
  if (due.length === 0) return
  await ctx.instanceDb.delivery.updateMany({
    where: { id: { in: due.map((one) => one.id) }, status: 'pending', tries: 0, claimedUntil: null },
    data: { dueAt: new Date(now.getTime() + againMs) },
  })
}

interface Asked {
  teamId: string
  host: string
  isOpening: boolean
  since: Date
  now: Date
}

/**
 * Monitors of the host of which it is open whether they belong into the message: not checked since it was begun, or in
 * the middle of failing or recovering.
 */
const unjudgedMonitors = async (ctx: Ctx, { teamId, host, isOpening, since, now }: Asked): Promise<string[]> => {
  const ids = await monitorsOfHost(ctx.instanceDb, { teamId, host })
  const rows = await ctx.instanceDb.monitor.findMany({
    where: {
      id: { in: ids },
      incidents: isOpening ? { none: { status: { not: 'resolved' } } } : { some: { status: { not: 'resolved' } } },
      watch: {
        OR: [
          { lastCheckAt: null },
          { lastCheckAt: { lt: since } },
          isOpening ? { failures: { gt: 0 } } : { successes: { gt: 0 } },
        ],
      },
    },
    select: { id: true },
  })
  const quiet = await inMaintenance(
    ctx,
    rows.map((row) => row.id),
    now,
  )
  return rows.map((row) => row.id).filter((id) => !quiet.has(id))
}

/** Has those checked at once that were not since; a row that a check is being written to is left alone. */
const hasten = async (ctx: Ctx, monitorIds: readonly string[], since: Date, now: Date): Promise<void> => {
  const at = now.toISOString()
  await ctx.instanceDb.$executeRaw`
    UPDATE "MonitorWatch" SET "dueAt" = ${at}::timestamp WHERE "monitorId" IN (
      SELECT "monitorId" FROM "MonitorWatch" WHERE "monitorId" = ANY(${[...monitorIds]})
        AND "dueAt" > ${at}::timestamp AND ("lastCheckAt" IS NULL OR "lastCheckAt" < ${since.toISOString()}::timestamp)
      FOR UPDATE SKIP LOCKED)`
}
