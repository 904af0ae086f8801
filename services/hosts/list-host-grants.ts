import { assertOperator } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type HostGrantView, hostGrantViews } from './host-grant-view'

type Grants = Page<HostGrantView> & { hostName: string }

/** Every team of the instance, newest first, and whether it may use the host. Throws forbidden and not_found. */
export const listHostGrants: Service<PageInput & { hostId: string }, Grants> = async ({ ctx, input }) => {
  assertOperator(ctx.actor, 'see which teams use a host')
  const host = await ctx.instanceDb.host.findUnique({
    where: { id: input.hostId },
    select: { id: true, name: true, teamId: true },
  })
  if (!host) throw notFound('host')
  const rows = await ctx.instanceDb.team.findMany({ ...pageQuery(input), select: { id: true, name: true } })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { hostName: host.name, data: await hostGrantViews(ctx.instanceDb, host, data), nextCursor }
}
