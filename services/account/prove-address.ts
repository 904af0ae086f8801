import type { Prisma, User } from '@/prisma/generated/client'
import { recordForPerson } from './record-for-person'

/**
 * Notes that a person has shown their e-mail address to be theirs. The first time, what opened the account before does so
 * no more: password, sessions and other providers may be those of whoever was shown the link of its invitation. A second
 * factor stays, for without the first one it opens nothing, and an operator can withdraw it. Returns the person as they
 * are then.
 */
export const proveAddress = async (
  tx: Prisma.TransactionClient,
  { userId, ip, now }: { userId: string; ip: string | null; now: Date },
): Promise<User> => {
  const [proven] = await tx.user.updateManyAndReturn({
    where: { id: userId, emailVerifiedAt: null },
    data: { emailVerifiedAt: now, passwordHash: null },
  })
  if (!proven) return tx.user.findUniqueOrThrow({ where: { id: userId } })
  const ended = await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
  await tx.identity.deleteMany({ where: { userId } })
  await recordForPerson(tx, { userId, ip }, { action: 'account.address_proof', after: { signedOut: ended.count } })
  return proven
}
