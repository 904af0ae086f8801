import { conflict } from '@/core/errors'
import { newAccountSchema } from '@/core/members/schema'
import { parseValues } from '@/core/validation'
import type { Context } from '@/services/context'
import { tellPeople } from '@/services/members/tell-people'
import { assertNewPassword } from '@/services/passwords/assert-new-password'
import { isUniqueViolation } from '@/services/unique-violation'
import { findInvitation } from './find-invitation'
import { redeemInvitation } from './redeem-invitation'

interface Input {
  secret: string
  name: string
  password: string
  ip: string | null
}

/**
 * Makes an account for the address that was invited, and its person a member. Throws invalid for a name or a password
 * that cannot be used, conflict (invitation_over, account_exists).
 */
export const joinByInvitation = async (
  ctx: Pick<Context, 'instanceDb' | 'clock' | 'live' | 'passwords'>,
  { secret, ip, ...given }: Input,
): Promise<{ teamId: string; email: string }> => {
  const invitation = await findInvitation(ctx, { secret })
  const { name, password } = parseValues(newAccountSchema, given)
  // Judging and hashing cost a lot: only for who holds a link.
  const passwordHash = invitation?.state === 'open' ? await newHash(ctx, password, [name, invitation.email]) : null
  const { teamId, userId } = await redeemInvitation(ctx, {
    secret,
    ip,
    personOf: async (tx, email) => {
      if (await tx.user.findUnique({ where: { email }, select: { id: true } })) throw accountExists()
      return tx.user.create({ data: { email, name, passwordHash } })
    },
  }).catch((error: unknown) => {
    // Another team's invitation of the same address was quicker.
    throw isUniqueViolation(error) ? accountExists() : error
  })
  await tellPeople(ctx, { teamId, userIds: [userId] })
  return { teamId, email: invitation?.email ?? '' }
}

const newHash = async (
  { passwords }: Pick<Context, 'passwords'>,
  password: string,
  personal: readonly string[],
): Promise<string> => {
  await assertNewPassword(passwords, password, personal)
  return passwords.hash(password)
}

const accountExists = () =>
  conflict('account_exists', 'There is an account with this address: sign in, and accept then.')
