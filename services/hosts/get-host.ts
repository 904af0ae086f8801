import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { type HostView, hostInclude, hostView } from './host-view'

/** One host with its proxies as they are now. Throws not_found. */
export const getHost: Service<{ hostId: string }, HostView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.read')
  const row = await ctx.db.host.findUnique({ where: { id: input.hostId }, include: hostInclude })
  if (!row) throw notFound('host')
  return hostView(ctx, row)
}
