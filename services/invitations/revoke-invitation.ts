import { whyNotManage } from '@/core/access/member-rules'
import { assertMay } from '@/core/access/policy'
import { forbidden, notFound } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { tellPeople } from '@/services/members/tell-people'
import { withinTeam } from '@/services/teams/within-team'

/** Takes an invitation back: its link is dead. Throws not_found, and forbidden for one of a role above one's own. */
export const revokeInvitation: Service<{ invitationId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'invitation.delete')
  await withinTeam(ctx, async ({ tx, team, actor }) => {
    assertMay(actor, 'invitation.delete')
    const open = { id: input.invitationId, teamId: team.id, acceptedAt: null, revokedAt: null }
    const found = await tx.invitation.findFirst({ where: open })
    if (!found) throw notFound('invitation')
    const refusal = whyNotManage(actor.role, found.role)
    if (refusal) throw forbidden(refusal)
    await tx.invitation.update({ where: { id: found.id }, data: { revokedAt: ctx.clock.now() } })
    await recordAuditEvent(tx, actor, {
      action: 'invitation.delete',
      target: { type: 'invitation', id: found.id, name: found.email },
      before: { role: found.role },
    })
  })
  await tellPeople(ctx, { teamId: ctx.actor.teamId, userIds: [] })
}
