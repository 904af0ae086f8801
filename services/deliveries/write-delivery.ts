import { type Message, messageSchema } from '@/core/deliveries/message'
import type { Prisma } from '@/prisma/generated/client'

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
 * waits to be joined.
 */
export const writeDelivery = async (tx: Prisma.TransactionClient, input: NewDelivery): Promise<void> => {
  const { teamId, channelId, message, now, group } = input
  const data = {
    teamId,
    channelId,
    event: message.event,
    payload: message,
    groupKey: group?.key ?? null,
    dueAt: new Date(now.getTime() + (group?.waitMs ?? 0)),
    createdAt: now,
  }
  // The unique index on groups that wait decides who begins one; a sender may take it between the two queries.
  for (;;) {
    const { count } = await tx.delivery.createMany({ data: [data], skipDuplicates: true })
    if (count === 1) return
    if (await join(tx, input)) return
  }
}

const join = async (tx: Prisma.TransactionClient, { channelId, message, group }: NewDelivery): Promise<boolean> => {
  if (!group || message.kind !== 'incidents') throw new Error('only incidents are told together')
  const waiting = { channelId, groupKey: group.key, status: 'pending' as const, tries: 0, claimedUntil: null }
  // Writing to the row locks it, so that two that join at once both stay.
  const [row] = await tx.delivery.updateManyAndReturn({ where: waiting, data: { groupKey: group.key } })
  if (!row) return false
  const stored = messageSchema.parse(row.payload)
  const before = stored.kind === 'incidents' ? stored.incidents : []
  const payload = { ...message, incidents: [...before, ...message.incidents] }
  await tx.delivery.updateMany({ where: { id: row.id }, data: { payload } })
  return true
}
