import { type Message, messageSchema } from '@/core/deliveries/message'
import { wordsOf } from '@/core/deliveries/words'
import type { Delivery } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'

/** More are not named: a mail's References is a line that people's servers have to bear. */
const mostNamed = 20

/**
 * What a message continues: the deliveries that told this channel that its incidents had opened, and the subject of the
 * first. null for what begins something.
 */
export const threadOf = async (
  ctx: Pick<InstanceContext, 'instanceDb'>,
  delivery: Delivery,
  message: Message,
): Promise<{ ids: string[]; subject: string } | null> => {
  if (message.kind !== 'incidents' || message.event === 'incident.opened') return null
  const wanted = message.incidents.slice(0, mostNamed).map(({ id }) => JSON.stringify([{ id }]))
  const rows = await ctx.instanceDb.$queryRaw<{ id: string; payload: unknown }[]>`
    SELECT "id", "payload" FROM "Delivery"
    WHERE "channelId" = ${delivery.channelId} AND "event" = 'incident.opened' AND "id" < ${delivery.id}
      AND "payload"->'incidents' @> ANY(${wanted}::jsonb[])
    ORDER BY "id" LIMIT ${mostNamed}`
  const [first] = rows
  if (!first) return null
  return { ids: rows.map(({ id }) => id), subject: wordsOf(messageSchema.parse(first.payload)).subject }
}
