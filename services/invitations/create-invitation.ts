import type { z } from 'zod'
import { whyNotGrant } from '@/core/access/member-rules'
import { assertMay } from '@/core/access/policy'
import { forbidden } from '@/core/errors'
import { invitationMs } from '@/core/invitations/state'
import type { invitationSchema } from '@/core/members/schema'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { knownApps } from '@/services/members/known-apps'
import { tellPeople } from '@/services/members/tell-people'
import { withinTeam } from '@/services/teams/within-team'
import { assertIsNew } from './assert-is-new'
import { newInvitationSecret } from './invitation-link'
import type { SentInvitation } from './invitation-view'
import { sendInvitation } from './send-invitation'

type Input = z.output<typeof invitationSchema>

/**
 * Invites somebody into the team: by mail where a mail server is set, or else by a link that is in this answer and never
 * again. Throws forbidden for a role above one's own, invalid, and conflict (already_member, already_invited).
 */
export const createInvitation: Service<Input, SentInvitation> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'invitation.create')
  const { secret, hash } = await newInvitationSecret()
  const row = await withinTeam(ctx, async ({ tx, team, actor }) => {
    assertMay(actor, 'invitation.create')
    const refusal = whyNotGrant(actor.role, input.role)
    if (refusal) throw forbidden(refusal)
    const appIds = await knownApps(tx, { ...input, teamId: team.id })
    const now = ctx.clock.now()
    await assertIsNew(tx, { teamId: team.id, email: input.email, now })
    const created = await tx.invitation.create({
      data: {
        teamId: team.id,
        email: input.email,
        role: input.role,
        onlyListedApps: appIds !== null,
        appIds: appIds ?? [],
        hash,
        invitedBy: actor.id,
        createdAt: now,
        expiresAt: new Date(now.getTime() + invitationMs),
      },
    })
    await recordAuditEvent(tx, actor, {
      action: 'invitation.create',
      target: { type: 'invitation', id: created.id, name: created.email },
      after: { role: created.role, appIds },
    })
    return created
  })
  const sent = await sendInvitation(ctx, { row, secret })
  await tellPeople(ctx, { teamId: ctx.actor.teamId, userIds: [] })
  return sent
}
