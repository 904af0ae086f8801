import type { PublicContext } from './public-context'
import { findSubscriber } from './subscription-token'

/** From now on this subscriber is told of incidents. False where the link is nobody's (any more). Safe to do again. */
export const confirmSubscription = async (
  ctx: Pick<PublicContext, 'instanceDb' | 'clock'>,
  { token }: { token: string },
): Promise<boolean> => {
  const subscriber = await findSubscriber(ctx, token)
  if (!subscriber) return false
  await ctx.instanceDb.statusSubscriber.updateMany({
    where: { id: subscriber.id, confirmedAt: null },
    data: { confirmedAt: ctx.clock.now() },
  })
  return true
}
