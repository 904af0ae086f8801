import type { Prisma, User } from '@/prisma/generated/client'
import { turnsOf } from '@/services/teams/turns-of'
import { endHandedOut } from './end-handed-out'
import { recordForPerson } from './record-for-person'

/**
 * Notes that a person has shown their e-mail address to be theirs. The first time, what opened the account before does so
 * no more: password, sessions and other providers may be those of whoever was shown the link of its invitation. So may
 * what was handed out from it, which ends as well: tokens, deploy hooks and invitations. A second factor stays, for without
 * the first one it opens nothing, and an operator can withdraw it. Returns the person as they are then.
 */
export const proveAddress = async (
  tx: Prisma.TransactionClient,
  { userId, ip, now }: { userId: string; ip: string | null; now: Date },
): Promise<User> => {
  const user = await tx.user.findUniqueOrThrow({ where: { id: userId } })
  if (user.emailVerifiedAt !== null) return user
  // Before the person's row, as whoever comes into a team has its turn first.
  const memberships = await turnsOf(tx, userId)
  const [proven] = await tx.user.updateManyAndReturn({
    where: { id: userId, emailVerifiedAt: null },
    data: { emailVerifiedAt: now, passwordHash: null },
  })
  if (!proven) return tx.user.findUniqueOrThrow({ where: { id: userId } })
  const ended = await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
  await tx.identity.deleteMany({ where: { userId } })
  for (const member of memberships) await endHandedOut(tx, { member, ip, now })
  await recordForPerson(tx, { userId, ip }, { action: 'account.address_proof', after: { signedOut: ended.count } })
  return proven
}
