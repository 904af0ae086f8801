import type { LinkPurpose } from '@/core/access/sign-in'
import type { Context } from '@/services/context'
import { linkHash } from './link-secret'

export interface FoundLink {
  id: string
  userId: string
  email: string
  name: string
}

/** Whose link this is, without using it up: mail scanners open links too. Null once it was used or is over. */
export const findLink = async (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  { secret, purpose }: { secret: unknown; purpose: LinkPurpose },
): Promise<FoundLink | null> => {
  const hash = await linkHash(secret)
  if (hash === null) return null
  const link = await ctx.instanceDb.signInLink.findUnique({
    where: { hash, purpose, usedAt: null, expiresAt: { gt: ctx.clock.now() } },
    include: { user: { select: { email: true, name: true } } },
  })
  return link && { id: link.id, userId: link.userId, email: link.user.email, name: link.user.name }
}
