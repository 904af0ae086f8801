import type { Actor } from '@/core/access/actor'
import type { Invitation, Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { DatabaseOrTransaction } from '@/services/context'

/** Takes back the open invitations of a team that these people or tokens made, but for those that `stays` says may stand. */
export const revokeInvitationsOf = async (
  tx: DatabaseOrTransaction,
  actor: Actor,
  which: {
    teamId: string
    now: Date
    by: Prisma.InvitationWhereInput
    stays?: (invitation: Invitation) => boolean
  },
): Promise<void> => {
  const { teamId, now, by, stays = () => false } = which
  const open = await tx.invitation.findMany({
    where: { ...by, teamId, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
  })
  for (const invitation of open) {
    if (stays(invitation)) continue
    const stillOpen = { id: invitation.id, acceptedAt: null, revokedAt: null }
    const revoked = await tx.invitation.updateMany({ where: stillOpen, data: { revokedAt: now } })
    // Somebody has come in by it, or taken it back, in this moment.
    if (revoked.count === 0) continue
    await recordAuditEvent(tx, actor, {
      action: 'invitation.delete',
      target: { type: 'invitation', id: invitation.id, name: invitation.email },
      before: { role: invitation.role },
    })
  }
}
