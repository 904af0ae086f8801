import { conflict } from '@/core/errors'
import type { Prisma } from '@/prisma/generated/client'

/** Somebody with the teams that they are in, by the address as it was typed. Throws conflict (no_such_person). */
export const findByEmail = async (tx: Prisma.TransactionClient, email: string) => {
  const user = await tx.user.findUnique({
    where: { email: email.trim().toLowerCase() },
    include: { memberships: { select: { teamId: true } } },
  })
  if (!user) throw conflict('no_such_person', `Nobody has the address ${email}. Nothing was changed.`)
  return user
}
