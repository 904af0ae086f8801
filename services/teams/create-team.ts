import { assertOperator } from '@/core/access/policy'
import { forbidden } from '@/core/errors'
import { newTeamSchema } from '@/core/teams/schema'
import { parseValues } from '@/core/validation'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'

/**
 * Makes a team with the actor as its owner. Teams share the instance's hosts, so it is for the operator to say who there
 * is. Throws forbidden and invalid.
 */
export const createTeam: Service<{ name: string }, { id: string; name: string }> = async ({ ctx, input }) => {
  assertOperator(ctx.actor, 'make a team')
  if (ctx.actor.type !== 'user') throw forbidden('A team is made by a person, who is its first owner.')
  const { name } = parseValues(newTeamSchema, input)
  return ctx.instanceDb.$transaction(async (tx) => {
    const team = await tx.team.create({ data: { name } })
    await tx.membership.create({ data: { teamId: team.id, userId: ctx.actor.id, role: 'owner' } })
    await recordAuditEvent(
      tx,
      { ...ctx.actor, teamId: team.id, role: 'owner', appIds: null },
      { action: 'team.create', target: { type: 'team', id: team.id, name }, after: { name } },
    )
    return { id: team.id, name }
  })
}
