import type { Context } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { currentFencing } from '@/services/leases/app-lease'

/** Brings the running proxies in line with the app's domains in the database. Safe to repeat and in any order. */
export const syncDomains = async (call: { ctx: Context; input: { appId: string } }): Promise<void> => {
  const { ctx, input } = call
  const places = await ctx.db.appHost.findMany({
    where: { appId: input.appId, proxyKey: { not: null } },
    include: { host: true },
  })
  const fence = await currentFencing(ctx.instanceDb, input.appId)
  for (const place of places) {
    const session = await ctx.traffic.open(engineOf(ctx, place.host).target, place.proxyKey ?? 0, fence)
    try {
      const domains = await ctx.db.domain.findMany({ where: { appId: input.appId } })
      await session.setDomains(domains.map((domain) => domain.name))
      await session.store(await desiredTraffic(ctx.instanceDb, place.hostId))
    } finally {
      await session.close()
    }
  }
}
