import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { type HostView, hostView } from './host-view'
import { usableHost } from './usable-hosts'

/** One host with its proxies as they are now. Throws not_found. */
export const getHost: Service<{ hostId: string }, HostView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.read')
  const row = await usableHost(ctx.db, input.hostId)
  if (!row) throw notFound('host')
  return hostView(ctx, row)
}
