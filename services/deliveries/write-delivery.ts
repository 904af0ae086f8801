import { type Message, messageSchema } from '@/core/deliveries/message'
import type { Delivery, Prisma } from '@/prisma/generated/client'

/** More incidents of a channel are told in another message: each that joins writes the whole of it again. */
const mostTogether = 200

interface NewDelivery {
  teamId: string
  channelId: string
  message: Message
  now: Date
  /** What is told with others of its kind where they come while it waits; null: alone, and at once. */
  group: { key: string; waitMs: number } | null
}

/**
 * Writes what is to be told to a channel, in the transaction of what it tells. Joins one of the same group that still
 * waits to be joined; where that would put it before what it comes after, the group is closed and it begins another.
 */
export const writeDelivery = async (tx: Prisma.TransactionClient, input: NewDelivery): Promise<void> => {
  const { teamId, channelId, message, now, group } = input
  const afterIds = await stillWaiting(tx, input)
  const data = {
    teamId,
    channelId,
    event: message.event,
    payload: message,
    groupKey: group?.key ?? null,
    afterIds,
    dueAt: new Date(now.getTime() + (group?.waitMs ?? 0)),
    createdAt: now,
  }
  // The unique index on groups that wait decides who begins one; a sender may take it between the two queries.
  for (;;) {
    const { count } = await tx.delivery.createMany({ data: [data], skipDuplicates: true })
    if (count === 1) return
    const row = await lockGroup(tx, input)
    if (row === null) continue
    if (comesAfterAll(row, afterIds)) return join(tx, row, input, afterIds)
    await tx.delivery.updateMany({ where: { id: row.id }, data: { groupKey: null } })
  }
}

/** What tells this channel of the same incidents and has not arrived: that one is over is not to come before that it began. */
const stillWaiting = async (tx: Prisma.TransactionClient, { channelId, message }: NewDelivery): Promise<string[]> => {
  if (message.kind !== 'incidents') return []
  const rows = await tx.delivery.findMany({
    where: {
      channelId,
      status: 'pending',
      OR: message.incidents.map(({ id }) => ({ payload: { path: ['incidents'], array_contains: [{ id }] } })),
    },
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

/** The message of this group that waits to be joined. Writing to it locks it, so that two that join at once both stay. */
const lockGroup = async (tx: Prisma.TransactionClient, { channelId, group }: NewDelivery): Promise<Delivery | null> => {
  if (!group) throw new Error('what is told alone is in no group')
  const waiting = { channelId, groupKey: group.key, status: 'pending' as const, tries: 0, claimedUntil: null }
  const [row] = await tx.delivery.updateManyAndReturn({ where: waiting, data: { groupKey: group.key } })
  return row ?? null
}

/** Messages go in the order of their ids: what waits behind this one would come after the newer word in it. */
const comesAfterAll = (row: Delivery, afterIds: readonly string[]): boolean => afterIds.every((id) => id <= row.id)

const join = async (
  tx: Prisma.TransactionClient,
  row: Delivery,
  { message }: NewDelivery,
  afterIds: readonly string[],
): Promise<void> => {
  if (message.kind !== 'incidents') throw new Error('only incidents are told together')
  const stored = messageSchema.parse(row.payload)
  const before = stored.kind === 'incidents' ? stored.incidents : []
  // What it said of the same incident is out of date.
  const others = before.filter(({ id }) => !message.incidents.some((told) => told.id === id))
  const payload = { ...message, incidents: [...others, ...message.incidents] }
  const after = [...new Set([...row.afterIds, ...afterIds])].filter((id) => id !== row.id)
  const groupKey = payload.incidents.length < mostTogether ? row.groupKey : null
  await tx.delivery.updateMany({ where: { id: row.id }, data: { payload, afterIds: after, groupKey } })
}
