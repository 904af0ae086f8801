import { messageSchema } from '@/core/deliveries/message'
import { teamChannel } from '@/core/ports/live-events'
import type { Attempt } from '@/core/ports/notifier'
import type { InstanceContext } from '@/services/context'
import type { Claim } from './claim-deliveries'
import { destinationOf } from './destination'
import { dressMessage } from './dress-message'
import { noteAttempt } from './note-attempt'
import { threadOf } from './thread'

/** What sending takes. */
export type SendingContext = Pick<
  InstanceContext,
  'instanceDb' | 'vault' | 'notifier' | 'signer' | 'schedule' | 'clock' | 'live' | 'instance' | 'log'
>

/**
 * Sends a delivery that this process has claimed, once, and writes down what came of it. Returns null where there was
 * nothing to send any more.
 */
export const sendDelivery = async (
  ctx: SendingContext,
  claim: Claim,
): Promise<{ attempt: Attempt; at: Date; tookMs: number } | null> => {
  const delivery = await ctx.instanceDb.delivery.findFirst({
    where: { id: claim.id, status: 'pending', claimedUntil: claim.claimedUntil },
    include: { channel: true },
  })
  if (!delivery) return null
  const message = messageSchema.parse(delivery.payload)
  const dressed = await dressMessage(ctx, delivery, message)
  const thread = await threadOf(ctx, delivery, message)
  const startedAt = ctx.clock.now()
  const dispatch = { id: delivery.id, at: delivery.createdAt, message: dressed, thread }
  const destination = destinationOf(ctx, delivery.channel, delivery.settled)
  const attempt = await ctx.notifier.send(destination, dispatch)
  const tookMs = ctx.clock.now().getTime() - startedAt.getTime()
  await noteAttempt(ctx, { delivery, message, claimedUntil: claim.claimedUntil, attempt, startedAt })
  await ctx.live.publish(teamChannel(delivery.teamId), { kind: 'channel', channelId: delivery.channelId })
  return { attempt, at: startedAt, tookMs }
}
