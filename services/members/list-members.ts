import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type MemberView, memberInclude, memberView } from './member-view'

/** Who is in the team, who came last first. Of a restricted member, those of their apps that the actor sees. */
export const listMembers: Service<PageInput, Page<MemberView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'member.read')
  const rows = await ctx.db.membership.findMany({ ...pageQuery(input), include: memberInclude })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: data.map(memberView), nextCursor }
}
