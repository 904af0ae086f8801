import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { appInclude } from './app-row'
import { type AppView, appViews } from './app-view'

/** The team's apps, newest first, in a constant number of queries. */
export const listApps: Service<PageInput, Page<AppView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.read')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.app.findMany({ where: { ...where, deletedAt: null }, ...page, include: appInclude })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: await appViews(ctx, data), nextCursor }
}
