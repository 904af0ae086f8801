import type { Context } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { currentFencing } from '@/services/leases/app-lease'

/**
 * Brings the running proxies in line with the database for these domains: those that are the app's are added, others
 * removed (unless another app has taken them, which adds them itself). Safe to repeat and in any order.
 */
export const syncDomains = async (call: {
  ctx: Context
  input: { appId: string; domains: readonly string[] }
}): Promise<void> => {
  const { ctx, input } = call
  const places = await ctx.db.appHost.findMany({
    where: { appId: input.appId, proxyKey: { not: null } },
    include: { host: true },
  })
  if (places.length === 0) return
  const owners = await ctx.instanceDb.domain.findMany({ where: { name: { in: [...input.domains] } } })
  const own = owners.filter((domain) => domain.appId === input.appId).map((domain) => domain.name)
  const free = input.domains.filter((name) => !owners.some((domain) => domain.name === name))
  const fence = await currentFencing(ctx.instanceDb, input.appId)
  for (const place of places) {
    const session = await ctx.traffic.open(engineOf(ctx, place.host).target, place.proxyKey ?? 0, fence)
    try {
      await session.changeDomains(own, free)
      await session.store(await desiredTraffic(ctx.instanceDb, place.hostId))
    } finally {
      await session.close()
    }
  }
}
