import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { appMatching } from './app-matching'
import { appInclude } from './app-row'
import { type AppView, appViews } from './app-view'
import { troubledAppIds } from './troubled-app-ids'

interface ListAppsInput extends PageInput {
  /** Part of a name or domain. */
  text?: string
  /** Only those with fewer healthy replicas than intended. */
  onlyTroubled?: boolean
}

/** The team's apps, newest first, in a constant number of queries. */
export const listApps: Service<ListAppsInput, Page<AppView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.read')
  const { where, ...page } = pageQuery(input)
  const ids = input.onlyTroubled ? await troubledAppIds(ctx) : null
  const rows = await ctx.db.app.findMany({
    where: { AND: [where, { deletedAt: null }, ids ? { id: { in: ids } } : {}, appMatching(input.text ?? '')] },
    ...page,
    include: appInclude,
  })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: await appViews(ctx, data), nextCursor }
}
