import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type HostView, hostInclude, hostView } from './host-view'

/** The team's hosts, newest first, each with its proxies as they are now. */
export const listHosts: Service<PageInput, Page<HostView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.read')
  const rows = await ctx.db.host.findMany({ ...pageQuery(input), include: hostInclude })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: await Promise.all(data.map((row) => hostView(ctx, row))), nextCursor }
}
