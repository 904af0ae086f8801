import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import type { Page, PageInput } from '@/services/page'
import { type HostView, hostView } from './host-view'
import { usableHosts } from './usable-hosts'

/** The hosts that the team may use, newest first, each with its proxies as they are now. */
export const listHosts: Service<PageInput, Page<HostView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.read')
  const { data, nextCursor } = await usableHosts(ctx.db, input)
  return { data: await Promise.all(data.map((row) => hostView(ctx, row))), nextCursor }
}
