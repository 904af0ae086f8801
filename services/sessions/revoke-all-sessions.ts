import { recordForPerson } from '@/services/account/record-for-person'
import type { Service } from '@/services/context'
import { tellPerson } from './tell-person'

/** Signs the actor out everywhere, this browser included, from the next request on. Returns how many browsers that were. */
export const revokeAllSessions: Service<Record<string, never>, number> = async ({ ctx }) => {
  const count = await ctx.instanceDb.$transaction(async (tx) => {
    const revoked = await tx.session.updateMany({
      where: { userId: ctx.actor.id, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    })
    await recordForPerson(
      tx,
      { userId: ctx.actor.id, ip: ctx.actor.ip },
      {
        action: 'session.delete',
        target: { type: 'session', id: 'all', name: ctx.actor.name },
        after: { signedOut: revoked.count },
      },
    )
    return revoked.count
  })
  await tellPerson(ctx, ctx.actor.id)
  return count
}
