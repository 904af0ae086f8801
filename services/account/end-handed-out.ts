import type { Actor } from '@/core/access/actor'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { MemberRow } from '@/services/members/member-view'
import { tokensFrom, withdrawReach } from '@/services/members/withdraw-reach'

/**
 * Ends what somebody has handed out in a team, within its turn, though they stay in it: API tokens, deploy hooks and open
 * invitations, those too that were made with these tokens.
 */
export const endHandedOut = async (
  tx: Prisma.TransactionClient,
  { member, ip, now }: { member: MemberRow; ip: string | null; now: Date },
): Promise<void> => {
  const { teamId, userId, role, user } = member
  const { name, isOperator } = user
  const actor = { type: 'user', id: userId, name, isOperator, teamId, role, appIds: null, ip } as const
  const tokens = await tokensFrom(tx, teamId, userId)
  await withdrawReach(tx, actor, { teamId, userId, reach: null, now })
  await endHooks(tx, actor, [userId, ...tokens.map(({ id }) => id)])
}

const endHooks = async (tx: Prisma.TransactionClient, actor: Actor, makers: string[]): Promise<void> => {
  const hooks = await tx.deployHook.findMany({
    where: { teamId: actor.teamId, createdBy: { in: makers } },
    include: { app: { select: { name: true } } },
  })
  await tx.deployHook.deleteMany({ where: { id: { in: hooks.map(({ id }) => id) } } })
  for (const { id, name, app } of hooks) {
    const target = { type: 'hook', id, name }
    await recordAuditEvent(tx, actor, { action: 'hook.delete', target, before: { app: app.name } })
  }
}
