import type { Actor } from '@/core/access/actor'
import { assertMay, roleAtLeast } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type TokenView, tokenInclude, tokenView } from './token-view'

/** Admins and above see and revoke every token of the team; others their own. */
export const tokensOf = (actor: Actor) => (roleAtLeast(actor.role, 'admin') ? {} : { createdBy: actor.id })

/** API tokens that have not been revoked, newest first, without their secrets. */
export const listTokens: Service<PageInput, Page<TokenView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'token.read')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.apiToken.findMany({
    where: { ...where, ...tokensOf(ctx.actor), revokedAt: null },
    include: tokenInclude,
    ...page,
  })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: data.map(tokenView), nextCursor }
}
