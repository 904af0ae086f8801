import type { Actor } from '@/core/access/actor'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import { assertOperatorStays } from '@/services/instance/assert-operator-stays'
import { appIdsOf, type MemberRow } from './member-view'
import { assertOwnerStays } from './update-member'
import { withdrawReach } from './withdraw-reach'

/**
 * Ends a membership with all that was handed out by it, within the team's turn. Throws conflict (last_owner,
 * last_operator).
 */
export const endMembership = async (
  tx: Prisma.TransactionClient,
  actor: Actor,
  { member, now }: { member: MemberRow; now: Date },
): Promise<void> => {
  await assertOwnerStays(tx, member, null)
  if (member.user.isOperator) await assertOperatorStays(tx, { id: member.id })
  await withdrawReach(tx, actor, { teamId: member.teamId, userId: member.userId, reach: null, now })
  await tx.membership.delete({ where: { id: member.id } })
  await recordAuditEvent(tx, actor, {
    action: 'member.remove',
    target: { type: 'member', id: member.id, name: member.user.name },
    before: { role: member.role, appIds: appIdsOf(member), email: member.user.email },
  })
}
