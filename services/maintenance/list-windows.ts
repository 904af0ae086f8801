import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type WindowView, windowInclude, windowView } from './window-view'

/** The team's maintenance windows, newest first, those that are over too. */
export const listMaintenanceWindows: Service<PageInput, Page<WindowView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'maintenance_window.read')
  const rows = await ctx.db.maintenanceWindow.findMany({ ...pageQuery(input), include: windowInclude })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: data.map((row) => windowView(ctx, row)), nextCursor }
}
