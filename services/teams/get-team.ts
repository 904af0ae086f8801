import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'

export interface TeamView {
  id: string
  name: string
  requiresSecondFactor: boolean
  createdAt: string
  members: number
  /** Members who have no second factor. */
  withoutSecondFactor: number
  owners: number
}

/** The team one looks at. Throws not_found. */
export const getTeam: Service<Record<string, never>, TeamView> = async ({ ctx }) => {
  assertMay(ctx.actor, 'team.read')
  const { teamId } = ctx.actor
  const [team, members, withoutSecondFactor, owners] = await Promise.all([
    ctx.instanceDb.team.findUnique({ where: { id: teamId } }),
    ctx.db.membership.count(),
    ctx.db.membership.count({ where: { user: { totpEnabledAt: null } } }),
    ctx.db.membership.count({ where: { role: 'owner' } }),
  ])
  if (!team) throw notFound('team')
  const { id, name, requiresSecondFactor, createdAt } = team
  return { id, name, requiresSecondFactor, createdAt: createdAt.toISOString(), members, withoutSecondFactor, owners }
}
