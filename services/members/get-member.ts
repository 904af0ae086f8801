import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { type MemberView, memberInclude, memberView } from './member-view'

/** One member of the team. Throws not_found. */
export const getMember: Service<{ memberId: string }, MemberView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'member.read')
  const row = await ctx.db.membership.findUnique({ where: { id: input.memberId }, include: memberInclude })
  if (!row) throw notFound('member')
  return memberView(row)
}
