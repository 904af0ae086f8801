import { forbidden } from '@/core/errors'
import type { Context } from '@/services/context'
import { tellPeople } from '@/services/members/tell-people'
import { redeemInvitation } from './redeem-invitation'

interface Input {
  secret: string
  /** Who is signed in. */
  userId: string
  ip: string | null
}

/**
 * The person who is signed in comes into the team that invited their address. Throws conflict (invitation_over), and
 * forbidden where another address was invited.
 */
export const acceptInvitation = async (
  ctx: Pick<Context, 'instanceDb' | 'clock' | 'live'>,
  { secret, userId, ip }: Input,
): Promise<{ teamId: string }> => {
  const { teamId } = await redeemInvitation(ctx, {
    secret,
    ip,
    personOf: async (tx, email) => {
      const { id, name, isOperator, ...user } = await tx.user.findUniqueOrThrow({ where: { id: userId } })
      if (user.email !== email) {
        throw forbidden(`This invitation is for ${email}, and you are signed in as ${user.email}.`)
      }
      return { id, name, isOperator }
    },
  })
  await tellPeople(ctx, { teamId, userIds: [userId] })
  return { teamId }
}
