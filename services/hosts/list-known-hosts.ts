import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type HostView, hostInclude, knownHostView } from './host-view'

/** The team's hosts as they were last looked at, newest first: what a page shows must not wait for a host. */
export const listKnownHosts: Service<PageInput, Page<HostView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.read')
  const rows = await ctx.db.host.findMany({ ...pageQuery(input), include: hostInclude })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: data.map(knownHostView), nextCursor }
}
