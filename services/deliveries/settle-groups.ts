import { messageSchema, type ToldIncident } from '@/core/deliveries/message'
import type { Delivery } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { togetherMs } from '@/services/incidents/company'
import { unjudgedMonitors } from './unjudged-monitors'

const againMs = 1000

type Ctx = Pick<InstanceContext, 'instanceDb' | 'schedule' | 'log'>

type Waiting = Pick<Delivery, 'id' | 'teamId' | 'event' | 'payload' | 'createdAt' | 'dueAt'>

/**
 * Looks after messages that wait to be joined: monitors that may belong into them are checked at once, and a message is
 * put off while one of them has not been judged yet, for a minute at most. What cannot be looked after is sent when it is
 * due, and keeps no other message waiting.
 */
export const settleGroups = async (ctx: Ctx, now: Date): Promise<void> => {
  const waiting = await ctx.instanceDb.delivery.findMany({
    where: {
      status: 'pending',
      groupKey: { not: null },
      tries: 0,
      claimedUntil: null,
      createdAt: { gt: new Date(now.getTime() - togetherMs) },
    },
    select: { id: true, teamId: true, event: true, payload: true, createdAt: true, dueAt: true },
    take: 500,
  })
  for (const group of sameGroups(waiting)) {
    try {
      await settle(ctx, group, now)
    } catch (error) {
      const ids = group.map(({ id }) => id)
      ctx.log.error({ error: String(error), deliveryIds: ids }, 'it is not known what belongs into a message')
    }
  }
}

/** Channels that are told the same are looked after together. */
const sameGroups = (waiting: readonly Waiting[]): Waiting[][] => {
  const groups = new Map<string, Waiting[]>()
  for (const one of waiting) {
    const key = `${one.teamId} ${one.event}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

const incidentsIn = ({ payload }: Waiting): readonly ToldIncident[] => {
  const message = messageSchema.parse(payload)
  return message.kind === 'incidents' ? message.incidents : []
}

const settle = async (ctx: Ctx, group: readonly Waiting[], now: Date): Promise<void> => {
  const [first] = group
  if (!first) return
  const since = new Date(Math.min(...group.map((one) => one.createdAt.getTime())))
  const isOpening = first.event === 'incident.opened'
  const incidents = group.flatMap(incidentsIn)
  const unjudged = await unjudgedMonitors(ctx, { teamId: first.teamId, isOpening, incidents, since, now })
  if (unjudged.length === 0) return
  await hasten(ctx, unjudged, since, now)
  const due = group.filter((one) => one.dueAt <= now && now.getTime() + againMs < one.createdAt.getTime() + togetherMs)
  if (due.length === 0) return
  await ctx.instanceDb.delivery.updateMany({
    where: { id: { in: due.map((one) => one.id) }, status: 'pending', tries: 0, claimedUntil: null },
    data: { dueAt: new Date(now.getTime() + againMs) },
  })
}

/** Has those checked at once that were not since; a row that a check is being written to is left alone, and what is paused. */
const hasten = async (ctx: Ctx, monitorIds: readonly string[], since: Date, now: Date): Promise<void> => {
  const at = now.toISOString()
  await ctx.instanceDb.$executeRaw`
    UPDATE "MonitorWatch" SET "dueAt" = ${at}::timestamp WHERE "monitorId" IN (
      SELECT w."monitorId" FROM "MonitorWatch" w JOIN "Monitor" m ON m."id" = w."monitorId" AND m."enabled"
      WHERE w."monitorId" = ANY(${[...monitorIds]}) AND w."dueAt" > ${at}::timestamp
        AND (w."lastCheckAt" IS NULL OR w."lastCheckAt" < ${since.toISOString()}::timestamp)
      FOR UPDATE OF w SKIP LOCKED)`
}
