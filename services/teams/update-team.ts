import { assertMay } from '@/core/access/policy'
import { conflict } from '@/core/errors'
import { teamSchema } from '@/core/teams/schema'
import { parseValues } from '@/core/validation'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { tellPeople } from '@/services/members/tell-people'
import { type WithinTeam, withinTeam } from './within-team'

interface Input {
  name: string
  requiresSecondFactor: boolean
}

/**
 * Changes the team's name, and whether its members need a second factor. Who asks for one has one themselves, as they
 * would lock themselves out. Throws invalid and conflict (no_second_factor).
 */
export const updateTeam: Service<Input, Input> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'team.update')
  const after = parseValues(teamSchema, input)
  const userIds = await withinTeam(ctx, (call) => change(call, after))
  await tellPeople(ctx, { teamId: ctx.actor.teamId, userIds })
  return after
}

/** Returns whose access that changes. */
const change = async ({ tx, team, actor }: WithinTeam, after: Input): Promise<string[]> => {
  assertMay(actor, 'team.update')
  const isNewlyRequired = after.requiresSecondFactor && !team.requiresSecondFactor
  if (isNewlyRequired && !(await hasSecondFactor(tx, actor.id))) {
    throw conflict(
      'no_second_factor',
      'You have no second factor yourself: this would lock you out. Turn yours on first.',
      'requiresSecondFactor',
    )
  }
  await tx.team.update({ where: { id: team.id }, data: after })
  await recordAuditEvent(tx, actor, {
    action: 'team.update',
    target: { type: 'team', id: team.id, name: after.name },
    before: { name: team.name, requiresSecondFactor: team.requiresSecondFactor },
    after: { ...after },
  })
  if (!isNewlyRequired) return []
  const members = await tx.membership.findMany({ where: { teamId: team.id }, select: { userId: true } })
  return members.map(({ userId }) => userId)
}

/** A token has no second factor, and needs none. */
const hasSecondFactor = async (tx: WithinTeam['tx'], userId: string): Promise<boolean> => {
  const user = await tx.user.findUnique({ where: { id: userId }, select: { totpEnabledAt: true } })
  return user === null || user.totpEnabledAt !== null
}
