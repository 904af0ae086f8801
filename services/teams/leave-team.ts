import { forbidden, notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { endMembership } from '@/services/members/end-membership'
import { memberInclude } from '@/services/members/member-view'
import { tellPeople } from '@/services/members/tell-people'
import { withinTeam } from './within-team'

/** The actor leaves the team. Any member may, but for the last owner or operator: conflict (last_owner, last_operator). */
export const leaveTeam: Service<Record<string, never>, void> = async ({ ctx }) => {
  const { type, id: userId, teamId } = ctx.actor
  if (type !== 'user') throw forbidden('A person leaves a team; a token is revoked.')
  await withinTeam(ctx, async ({ tx, actor }) => {
    const member = await tx.membership.findUnique({
      where: { teamId_userId: { teamId, userId } },
      include: memberInclude,
    })
    if (!member) throw notFound('member')
    await endMembership(tx, actor, { member, now: ctx.clock.now() })
  })
  await tellPeople(ctx, { teamId, userIds: [userId] })
}
