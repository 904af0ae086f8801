import { notFound } from '@/core/errors'
import { recordForPerson } from '@/services/account/record-for-person'
import type { Service } from '@/services/context'
import { tellPerson } from './tell-person'

/** Signs one browser of the actor's out, from its next request on. Throws not_found for another person's. */
export const revokeSession: Service<{ sessionId: string }, void> = async ({ ctx, input }) => {
  await ctx.instanceDb.$transaction(async (tx) => {
    const revoked = await tx.session.updateMany({
      where: { id: input.sessionId, userId: ctx.actor.id, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    })
    if (revoked.count === 0) throw notFound('session')
    await recordForPerson(
      tx,
      { userId: ctx.actor.id, ip: ctx.actor.ip },
      {
        action: 'session.delete',
        target: { type: 'session', id: input.sessionId, name: ctx.actor.name },
      },
    )
  })
  await tellPerson(ctx, ctx.actor.id)
}
