import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'

/** Names of the members of the actor's team who are operators of the instance. Throws forbidden. */
export const listOperators: Service<Record<string, never>, string[]> = async ({ ctx }) => {
  assertMay(ctx.actor, 'member.read')
  const rows = await ctx.db.membership.findMany({
    where: { user: { isOperator: true } },
    select: { user: { select: { name: true } } },
  })
  return rows.map(({ user }) => user.name).sort()
}
