import { leavesNoOwner, mayBeRestricted, whyNotGrant, whyNotManage } from '@/core/access/member-rules'
import { assertMay } from '@/core/access/policy'
import { mergePatch } from '@/core/apps/merge-patch'
import { conflict, forbidden, notFound } from '@/core/errors'
import { memberSchema } from '@/core/members/schema'
import { parseValues } from '@/core/validation'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { type WithinTeam, withinTeam } from '@/services/teams/within-team'
import { knownApps } from './known-apps'
import { appIdsOf, type MemberRow, type MemberView, memberInclude, memberView } from './member-view'
import { tellPeople } from './tell-people'
import { withdrawReach } from './withdraw-reach'

interface Input {
  memberId: string
  /** JSON merge patch of `role` and `appIds`. */
  patch: Record<string, unknown>
}

/**
 * Changes what a member may, from their next request on. Throws not_found, invalid, forbidden for what is above one's own
 * role, and conflict (last_owner).
 */
export const updateMember: Service<Input, MemberView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'member.update')
  const view = await withinTeam(ctx, (call) => change(call, input, ctx.clock.now()))
  await tellPeople(ctx, { teamId: ctx.actor.teamId, userIds: [view.userId] })
  return view
}

const change = async ({ tx, team, actor }: WithinTeam, { memberId, patch }: Input, now: Date): Promise<MemberView> => {
  assertMay(actor, 'member.update')
  const found = await findMember(tx, team.id, memberId)
  const { role, appIds: wanted } = merged(found, patch)
  const refusal = whyNotManage(actor.role, found.role) ?? whyNotGrant(actor.role, role)
  if (refusal) throw forbidden(refusal)
  await assertOwnerStays(tx, found, role)
  const appIds = 'appIds' in patch ? await knownApps(tx, { teamId: team.id, role, appIds: wanted }) : wanted
  await tx.membership.update({ where: { id: found.id }, data: { role, onlyListedApps: appIds !== null } })
  await tx.membershipApp.deleteMany({ where: { membershipId: found.id, appId: { notIn: appIds ?? [] } } })
  await tx.membershipApp.createMany({
    data: (appIds ?? []).map((appId) => ({ teamId: team.id, membershipId: found.id, appId })),
    skipDuplicates: true,
  })
  await recordAuditEvent(tx, actor, {
    action: 'member.update',
    target: { type: 'member', id: found.id, name: found.user.name },
    before: { role: found.role, appIds: appIdsOf(found) },
    after: { role, appIds },
  })
  await withdrawReach(tx, actor, { teamId: team.id, userId: found.userId, reach: { role, appIds }, now })
  return memberView(await tx.membership.findUniqueOrThrow({ where: { id: found.id }, include: memberInclude }))
}

/** The patch on what is; whoever becomes an admin sees all apps without being asked. */
const merged = (found: MemberRow, patch: Record<string, unknown>): ReturnType<typeof memberSchema.parse> => {
  const current = appIdsOf(found)
  const { role, appIds } = parseValues(memberSchema, mergePatch({ role: found.role }, patch))
  if ('appIds' in patch) return { role, appIds }
  return { role, appIds: mayBeRestricted(role) ? current : null }
}

/** Throws not_found. */
export const findMember = async (tx: WithinTeam['tx'], teamId: string, memberId: string): Promise<MemberRow> => {
  const found = await tx.membership.findUnique({ where: { id: memberId, teamId }, include: memberInclude })
  if (!found) throw notFound('member')
  return found
}

/** Within the team's turn, so that two owners cannot leave at once. Throws conflict (last_owner). */
export const assertOwnerStays = async (
  tx: WithinTeam['tx'],
  member: Pick<MemberRow, 'teamId' | 'role'>,
  to: MemberRow['role'] | null,
): Promise<void> => {
  const owners = await tx.membership.count({ where: { teamId: member.teamId, role: 'owner' } })
  if (!leavesNoOwner(owners, member.role, to)) return
  throw conflict(
    'last_owner',
    'This is the team’s last owner: without one nobody could manage it. Make somebody else an owner first.',
    'role',
  )
}
