import type { PublicContext } from './public-context'
import { findSubscriber } from './subscription-token'

/** Forgets a subscriber and all mails to them. Safe to do again: whoever is gone stays so. */
export const unsubscribe = async (
  ctx: Pick<PublicContext, 'instanceDb'>,
  { token }: { token: string },
): Promise<void> => {
  const subscriber = await findSubscriber(ctx, token)
  if (subscriber) await ctx.instanceDb.statusSubscriber.deleteMany({ where: { id: subscriber.id } })
}
