import { GaplessError } from '@/core/errors'
import type { Prisma, User } from '@/prisma/generated/client'
import { proveAddress } from '@/services/account/prove-address'
import type { Context } from '@/services/context'

/**
 * Uses a link up, of two at the same moment for one only, and notes that mails reach the person. Returns them; throws
 * conflict (link_over).
 */
export const spendLink = async (
  ctx: Pick<Context, 'clock'>,
  tx: Prisma.TransactionClient,
  { id, userId, ip }: { id: string; userId: string; ip: string },
): Promise<User> => {
  const now = ctx.clock.now()
  const used = await tx.signInLink.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  if (used.count === 0) throw linkOver()
  return proveAddress(tx, { userId, ip, now })
}

export const linkOver = (): GaplessError =>
  new GaplessError(
    'conflict',
    'link_over',
    'This link was used already, or its time is over. Ask for a new one on the sign-in page.',
  )
