import { conflict } from '@/core/errors'
import type { Prisma } from '@/prisma/generated/client'

interface Invited {
  teamId: string
  email: string
  now: Date
  /** An invitation that does not count: it is the one that is sent again. */
  except?: string
}

/** Throws conflict (already_member, already_invited) for an address that is in the team, or on its way. */
export const assertIsNew = async (
  tx: Prisma.TransactionClient,
  { teamId, email, now, except }: Invited,
): Promise<void> => {
  const member = await tx.membership.findFirst({ where: { teamId, user: { email } }, select: { id: true } })
  if (member) throw conflict('already_member', `${email} is in this team already.`, 'email')
  const open = await tx.invitation.findFirst({
    where: {
      ...{ teamId, email, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
      ...(except === undefined ? {} : { id: { not: except } }),
    },
    select: { id: true },
  })
  if (open) throw conflict('already_invited', `${email} is invited already: send that invitation again.`, 'email')
}
