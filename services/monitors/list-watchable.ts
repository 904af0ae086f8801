import { assertMay } from '@/core/access/policy'
import type { WatchableApp } from '@/core/monitors/choose-app'
import { appUrl } from '@/services/apps/app-url'
import { coveringCertificates } from '@/services/certificates/covering'
import type { Service } from '@/services/context'

/** More apps than a list to choose from can hold. */
const most = 500

/** The apps that a monitor may belong to, each with where its users reach it. */
export const listWatchable: Service<Record<string, never>, WatchableApp[]> = async ({ ctx }) => {
  assertMay(ctx.actor, 'app.read')
  const rows = await ctx.db.app.findMany({
    where: { deletedAt: null },
    orderBy: { name: 'asc' },
    take: most,
    select: {
      id: true,
      name: true,
      domains: { select: { name: true }, orderBy: [{ position: 'asc' }, { name: 'asc' }], take: 1 },
      monitors: { select: { id: true }, take: 1 },
    },
  })
  const covering = await coveringCertificates(ctx.db)
  return rows.map(({ id, name, domains: [first], monitors }) => ({
    id,
    name,
    url: appUrl(first?.name, ctx.instance, first !== undefined && covering(first.name) !== null),
    isWatched: monitors.length > 0,
  }))
}
