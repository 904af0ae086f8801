import { whyNotGrant } from '@/core/access/member-rules'
import { assertMay } from '@/core/access/policy'
import { forbidden, notFound } from '@/core/errors'
import { invitationMs } from '@/core/invitations/state'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { tellPeople } from '@/services/members/tell-people'
import { withinTeam } from '@/services/teams/within-team'
import { assertIsNew } from './assert-is-new'
import { newInvitationSecret } from './invitation-link'
import type { SentInvitation } from './invitation-view'
import { sendInvitation } from './send-invitation'

/**
 * Sends an invitation again with a new link, for another 7 days; the old link is dead. It is then the actor's own. Throws
 * not_found for one that was accepted or revoked, conflict (already_member, already_invited), and forbidden for a role
 * above one's own.
 */
export const resendInvitation: Service<{ invitationId: string }, SentInvitation> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'invitation.create')
  const { secret, hash } = await newInvitationSecret()
  const row = await withinTeam(ctx, async ({ tx, team, actor }) => {
    assertMay(actor, 'invitation.create')
    const open = { id: input.invitationId, teamId: team.id, acceptedAt: null, revokedAt: null }
    const found = await tx.invitation.findFirst({ where: open })
    if (!found) throw notFound('invitation')
    // One that expired may have been followed by another.
    await assertIsNew(tx, { teamId: team.id, email: found.email, now: ctx.clock.now(), except: found.id })
    const refusal = whyNotGrant(actor.role, found.role)
    if (refusal) throw forbidden(refusal)
    await recordAuditEvent(tx, actor, {
      action: 'invitation.create',
      target: { type: 'invitation', id: found.id, name: found.email },
      before: { expiresAt: found.expiresAt.toISOString() },
      after: { role: found.role, sentAgain: true },
    })
    const expiresAt = new Date(ctx.clock.now().getTime() + invitationMs)
    return tx.invitation.update({
      where: { id: found.id },
      data: { hash, expiresAt, invitedBy: actor.id, sentAt: null },
    })
  })
  const sent = await sendInvitation(ctx, { row, secret })
  await tellPeople(ctx, { teamId: ctx.actor.teamId, userIds: [] })
  return sent
}
