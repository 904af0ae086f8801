import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import type { Page, PageInput } from '@/services/page'
import { type HostView, knownHostView } from './host-view'
import { usableHosts } from './usable-hosts'

/** The hosts that the team may use as last looked at, newest first: what a page shows must not wait for a host. */
export const listKnownHosts: Service<PageInput, Page<HostView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.read')
  const { data, nextCursor } = await usableHosts(ctx.db, input)
  return { data: data.map((row) => knownHostView(ctx, row)), nextCursor }
}
