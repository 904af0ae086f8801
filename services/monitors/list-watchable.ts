import { assertMay } from '@/core/access/policy'
import { appUrl } from '@/services/apps/app-view'
import type { Service } from '@/services/context'

/** More apps than a list to choose from can hold. */
const most = 500

/** The apps that a monitor may belong to, each with where its users reach it. */
export const listWatchable: Service<
  Record<string, never>,
  { id: string; name: string; url: string | null }[]
> = async ({ ctx }) => {
  assertMay(ctx.actor, 'app.read')
  const rows = await ctx.db.app.findMany({
    where: { deletedAt: null },
    orderBy: { name: 'asc' },
    take: most,
    select: {
      id: true,
      name: true,
      domains: { select: { name: true }, orderBy: [{ position: 'asc' }, { name: 'asc' }], take: 1 },
    },
  })
  return rows.map(({ id, name, domains }) => ({ id, name, url: appUrl(domains[0]?.name, ctx.instance.proxyHttpPort) }))
}
