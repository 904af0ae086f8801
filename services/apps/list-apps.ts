import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { type Listed, listed, oldestFirst, type Page } from '@/services/pagination'
import { type AppView, findAppViews } from './app-view'

/** The team's apps, oldest first. */
export const listApps: Service<Page, Listed<AppView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.read')
  const { where, ...order } = oldestFirst(input)
  const rows = await findAppViews(ctx, { where: { ...where, deletedAt: null }, ...order })
  return listed(rows, input, (row) => row)
}
