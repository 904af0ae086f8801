import type { Role } from '@/core/access/actor'
import { type InvitationState, invitationState } from '@/core/invitations/state'
import type { Invitation, Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { sha256 } from '@/services/digest'
import { secretPattern } from './invitation-link'

/** What whoever holds the link may know. */
export interface FoundInvitation {
  team: string
  email: string
  role: Role
  state: InvitationState
  /** Whether somebody with that address can sign in already. */
  hasAccount: boolean
}

/** The invitation that a link leads to, whatever has become of it; null for a link that is none of ours. Changes nothing. */
export const findInvitation = async (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  input: { secret: string },
): Promise<FoundInvitation | null> => {
  const row = await rowOf(ctx.instanceDb, input.secret)
  if (!row) return null
  const [team, user] = await Promise.all([
    ctx.instanceDb.team.findUnique({ where: { id: row.teamId }, select: { name: true } }),
    ctx.instanceDb.user.findUnique({ where: { email: row.email }, select: { id: true } }),
  ])
  if (!team) return null
  const { email, role } = row
  return { team: team.name, email, role, state: invitationState(row, ctx.clock.now()), hasAccount: user !== null }
}

/** By the hash of the secret: 32 random bytes need no slow one. */
export const rowOf = async (db: Prisma.TransactionClient, secret: string): Promise<Invitation | null> =>
  secretPattern.test(secret) ? db.invitation.findUnique({ where: { hash: await sha256(secret) } }) : null
