import { conflict, forbidden, invalid } from '@/core/errors'
import { confirmSchema } from '@/core/teams/schema'
import { parseValues } from '@/core/validation'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context } from '@/services/context'
import { assertOperatorStays } from '@/services/instance/assert-operator-stays'
import type { MemberRow } from '@/services/members/member-view'
import { tellPeople } from '@/services/members/tell-people'
import { withdrawReach } from '@/services/members/withdraw-reach'
import { turnsOf } from '@/services/teams/turns-of'

interface Input {
  userId: string
  /** The person's address, typed. */
  confirm: string
  ip: string | null
}

/**
 * Deletes a person's account: they leave every team, what they handed out is revoked, and their sessions end. What the
 * audit logs say of them stays. Throws invalid, and conflict (last_owner, last_operator). For whoever is signed in, with
 * or without a team.
 */
export const deleteAccount = async (
  ctx: Pick<Context, 'instanceDb' | 'clock' | 'live'>,
  { userId, ip, ...given }: Input,
): Promise<void> => {
  const { confirm } = parseValues(confirmSchema, given)
  const teamIds = await ctx.instanceDb.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { id: userId } })
    if (!user) throw forbidden('This account is gone.')
    if (confirm.trim().toLowerCase() !== user.email) {
      throw invalid([{ path: 'confirm', message: `Type ${user.email} to show that this account is meant.` }])
    }
    const memberships = await turnsOf(tx, userId)
    if (user.isOperator) await assertOperatorStays(tx, { userId })
    for (const member of memberships) await assertOtherOwner(tx, member)
    for (const member of memberships) {
      const { teamId, role } = member
      const actor = {
        type: 'user',
        id: userId,
        name: user.name,
        isOperator: false,
        teamId,
        role,
        appIds: null,
        ip,
      } as const
      await withdrawReach(tx, actor, { teamId, userId, reach: null, now: ctx.clock.now() })
      await recordAuditEvent(tx, actor, {
        action: 'account.delete',
        target: { type: 'member', id: member.id, name: user.name },
        before: { email: user.email, role },
      })
    }
    await tx.user.delete({ where: { id: userId } })
    return memberships.map(({ teamId }) => teamId)
  })
  for (const teamId of teamIds) await tellPeople(ctx, { teamId, userIds: [userId] })
  if (teamIds.length === 0) await tellPeople(ctx, { teamId: '', userIds: [userId] })
}

const assertOtherOwner = async (tx: Prisma.TransactionClient, member: MemberRow): Promise<void> => {
  if (member.role !== 'owner') return
  const others = { teamId: member.teamId, role: 'owner', userId: { not: member.userId } } as const
  if ((await tx.membership.count({ where: others })) > 0) return
  const team = await tx.team.findUniqueOrThrow({ where: { id: member.teamId } })
  throw conflict(
    'last_owner',
    `You are the last owner of ${team.name}. Make somebody else an owner of it, or delete the team first; nothing was changed.`,
  )
}
