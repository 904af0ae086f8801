import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { pageInclude, pageView, type StatusPageView } from './page-view'

/** The team's status page; null until it is first saved. */
export const getStatusPage: Service<Record<string, never>, StatusPageView | null> = async ({ ctx }) => {
  assertMay(ctx.actor, 'status_page.read')
  const row = await ctx.db.statusPage.findUnique({ where: { teamId: ctx.actor.teamId }, include: pageInclude })
  return row && pageView(ctx, row)
}
