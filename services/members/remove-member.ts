import { whyNotManage } from '@/core/access/member-rules'
import { assertMay } from '@/core/access/policy'
import { forbidden } from '@/core/errors'
import type { Service } from '@/services/context'
import { withinTeam } from '@/services/teams/within-team'
import { endMembership } from './end-membership'
import { tellPeople } from './tell-people'
import { findMember } from './update-member'

/**
 * Takes somebody out of the team, from their next request on. Who is in no other team is signed out. Throws not_found,
 * forbidden for somebody of a higher role, and conflict (last_owner, last_operator).
 */
export const removeMember: Service<{ memberId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'member.remove')
  const userId = await withinTeam(ctx, async ({ tx, team, actor }) => {
    assertMay(actor, 'member.remove')
    const found = await findMember(tx, team.id, input.memberId)
    const refusal = whyNotManage(actor.role, found.role)
    if (refusal) throw forbidden(refusal)
    const now = ctx.clock.now()
    await endMembership(tx, actor, { member: found, now })
    if ((await tx.membership.count({ where: { userId: found.userId } })) === 0) {
      await tx.session.updateMany({ where: { userId: found.userId, revokedAt: null }, data: { revokedAt: now } })
    }
    return found.userId
  })
  await tellPeople(ctx, { teamId: ctx.actor.teamId, userIds: [userId] })
}
