import { assertOperator } from '@/core/access/policy'
import type { Quotas } from '@/core/quotas/quota'
import { noQuotas } from '@/core/quotas/quota'
import type { Service } from '@/services/context'
import { limitsOf } from './team-quotas'

/** What is set for the actor's team itself; null where the instance's usual counts. For its operator. */
export const readOwnQuotas: Service<Record<string, never>, Quotas> = async ({ ctx }) => {
  assertOperator(ctx.actor, 'say how much a team may have')
  const team = await ctx.instanceDb.team.findUniqueOrThrow({ where: { id: ctx.actor.teamId } })
  return limitsOf(noQuotas, team)
}
