import { assertMay } from '@/core/access/policy'
import type { Message } from '@/core/deliveries/message'
import { GaplessError, notFound } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import type { AttemptView } from '@/services/deliveries/delivery-view'
import { sendDelivery } from '@/services/deliveries/send-delivery'

export interface TestResult extends AttemptView {
  deliveryId: string
  /** The receiver took it. */
  ok: boolean
}

/** Longer than any attempt takes, so that no worker sends it too. */
const leaseMs = 60_000

/** Sends a test at once, to a channel that is switched off too, and answers with what came of it. Throws not_found. */
export const testChannel: Service<{ channelId: string }, TestResult> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'channel.test')
  const now = ctx.clock.now()
  const claimedUntil = new Date(now.getTime() + leaseMs)
  const deliveryId = await ctx.db.$transaction(async (tx) => {
    const channel = await tx.channel.findUnique({ where: { id: input.channelId } })
    if (!channel) throw notFound('channel')
    const payload: Message = { kind: 'test', event: 'test', channelName: channel.name, url: '' }
    const row = await tx.delivery.create({
      data: {
        teamId: ctx.actor.teamId,
        channelId: channel.id,
        event: payload.event,
        payload,
        dueAt: now,
        createdAt: now,
        claimedUntil,
      },
    })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'channel.test',
      target: { type: 'channel', id: channel.id, name: channel.name },
    })
    return row.id
  })
  const sent = await sendDelivery(ctx, { id: deliveryId, claimedUntil })
  if (!sent) throw new GaplessError('unavailable', 'not_sent', 'The test could not be sent; try again.')
  const { attempt, at, tookMs } = sent
  return {
    deliveryId,
    ok: attempt.ok,
    at: at.toISOString(),
    statusCode: attempt.statusCode,
    error: attempt.ok ? attempt.note : attempt.error,
    tookMs,
  }
}
