import { recordForPerson } from '@/services/account/record-for-person'
import type { Context } from '@/services/context'
import { tellPerson } from './tell-person'

/** Signs out the browser that holds this session, its open pages at once; one that has ended already stays so. */
export const endSession = async (
  ctx: Pick<Context, 'instanceDb' | 'clock' | 'live'>,
  input: { sessionId: string; ip: string | null },
): Promise<void> => {
  const now = ctx.clock.now()
  const userId = await ctx.instanceDb.$transaction(async (tx) => {
    const [ended] = await tx.session.updateManyAndReturn({
      where: { id: input.sessionId, revokedAt: null },
      data: { revokedAt: now },
      include: { user: { select: { email: true } } },
    })
    if (!ended) return null
    // Who is not in yet, or not any more, does not sign out.
    if (!ended.awaitsSecondFactor && ended.expiresAt > now) {
      const target = { type: 'session', id: ended.id, name: ended.user.email }
      await recordForPerson(tx, { userId: ended.userId, ip: input.ip }, { action: 'session.delete', target })
    }
    return ended.userId
  })
  if (userId !== null) await tellPerson(ctx, userId)
}
