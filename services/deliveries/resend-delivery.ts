import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { type DeliveryView, deliveryInclude, deliveryView } from './delivery-view'

/**
 * Tells a channel once more what it was told, as a delivery of its own: a receiver that keeps ids would drop the old
 * one. Throws not_found.
 */
export const resendDelivery: Service<{ channelId: string; deliveryId: string }, DeliveryView> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'channel.test')
  const now = ctx.clock.now()
  return ctx.db.$transaction(async (tx) => {
    const found = await tx.delivery.findFirst({
      where: { id: input.deliveryId, channelId: input.channelId },
      include: { channel: { select: { name: true } } },
    })
    if (!found || found.payload === null) throw notFound('delivery')
    const row = await tx.delivery.create({
      data: {
        teamId: ctx.actor.teamId,
        channelId: found.channelId,
        event: found.event,
        payload: found.payload,
        dueAt: now,
        createdAt: now,
      },
      include: deliveryInclude,
    })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'channel.test',
      target: { type: 'channel', id: found.channelId, name: found.channel.name },
      after: { resent: found.id, as: row.id },
    })
    return deliveryView(row)
  })
}
