import type { Message } from '@/core/deliveries/message'
import { pauseMs, retryDelayMs } from '@/core/deliveries/retry'
import { storable } from '@/core/format/storable'
import type { Attempt } from '@/core/ports/notifier'
import type { Channel, Delivery, Prisma } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'

interface Noted {
  delivery: Delivery & { channel: Channel }
  message: Message
  claimedUntil: Date
  attempt: Attempt
  startedAt: Date
}

/**
 * Writes down what came of an attempt, in one transaction: delivered only where the receiver took it, otherwise when it
 * is tried next. Whoever no longer holds the delivery adds its attempt to the log and decides nothing else.
 */
export const noteAttempt = async (ctx: Pick<InstanceContext, 'instanceDb' | 'clock'>, noted: Noted): Promise<void> => {
  const now = ctx.clock.now()
  await ctx.instanceDb.$transaction(async (tx) => {
    const { delivery, attempt, startedAt } = noted
    const said = attempt.ok ? attempt.note : attempt.error
    await tx.deliveryAttempt.create({
      data: {
        teamId: delivery.teamId,
        deliveryId: delivery.id,
        at: startedAt,
        statusCode: attempt.statusCode,
        error: said === null ? null : storable(said),
        tookMs: Math.max(0, now.getTime() - startedAt.getTime()),
      },
    })
    if (attempt.ok) await noteDelivered(tx, noted, now)
    else await noteFailed(tx, noted, attempt, now)
  })
}

const noteDelivered = async (tx: Prisma.TransactionClient, { delivery, message }: Noted, now: Date): Promise<void> => {
  const { count } = await tx.delivery.updateMany({
    where: { id: delivery.id, status: 'pending' },
    data: { status: 'delivered', endedAt: now, claimedUntil: null, tries: { increment: 1 } },
  })
  if (count === 0) return
  if (message.kind === 'incidents') {
    const data = { channel: delivery.channel.name, event: message.event }
    await tx.incidentEvent.createMany({
      data: (await stillThere(tx, message.incidents)).map((incidentId) => ({
        teamId: delivery.teamId,
        incidentId,
        at: now,
        type: 'told',
        data,
      })),
    })
  }
  // The receiver is back: what waits for it need not wait longer. Rows that someone holds are about to be sent anyway.
  await tx.$executeRaw`
    UPDATE "Delivery" SET "dueAt" = ${now.toISOString()}::timestamp WHERE "id" IN (
      SELECT "id" FROM "Delivery" WHERE "channelId" = ${delivery.channelId} AND "status" = 'pending'
        AND "tries" > 0 AND "claimedUntil" IS NULL AND "dueAt" > ${now.toISOString()}::timestamp
      FOR UPDATE SKIP LOCKED)`
}

/** A monitor, and its incidents with it, may have been deleted while they were told. */
const stillThere = async (tx: Prisma.TransactionClient, incidents: readonly { id: string }[]): Promise<string[]> => {
  const rows = await tx.incident.findMany({
    where: { id: { in: incidents.map(({ id }) => id) } },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

const noteFailed = async (
  tx: Prisma.TransactionClient,
  { delivery, message, claimedUntil }: Noted,
  attempt: Extract<Attempt, { ok: false }>,
  now: Date,
): Promise<void> => {
  // Whoever holds it now: nobody is to get it twice.
  const settled = [...(attempt.settled ?? [])]
  if (settled.length > 0)
    await tx.delivery.updateMany({ where: { id: delivery.id }, data: { settled: { push: settled } } })
  const tries = delivery.tries + 1
  const ageMs = now.getTime() - delivery.createdAt.getTime()
  // A test answers whoever pressed the button; later it would only surprise.
  const isOver = attempt.gone || message.kind === 'test'
  const delayMs = isOver ? null : retryDelayMs(tries, ageMs, attempt.retryAfterMs)
  await tx.delivery.updateMany({
    where: { id: delivery.id, status: 'pending', claimedUntil },
    data: {
      tries,
      claimedUntil: null,
      ...(delayMs === null ? { status: 'failed', endedAt: now } : { dueAt: new Date(now.getTime() + delayMs) }),
    },
  })
  if (attempt.gone) await switchOff(tx, delivery)
  if (attempt.retryAfterMs !== null)
    await pause(tx, delivery.channelId, new Date(now.getTime() + pauseMs(attempt.retryAfterMs)))
}

const switchOff = async (tx: Prisma.TransactionClient, { channelId }: Delivery): Promise<void> => {
  await tx.channel.updateMany({
    where: { id: channelId, enabled: true },
    data: { enabled: false, disabledReason: 'The receiver answered 410: it is gone and wants no more messages.' },
  })
}

/** What a receiver asks for one message counts for all of them. */
const pause = async (tx: Prisma.TransactionClient, channelId: string, until: Date): Promise<void> => {
  await tx.channel.updateMany({ where: { id: channelId, nextSendAt: { lt: until } }, data: { nextSendAt: until } })
}
