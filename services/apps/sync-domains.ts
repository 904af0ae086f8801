import type { Context } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { heldHost } from '@/services/hosts/claim-engine'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { openTraffic } from '@/services/hosts/open-traffic'
import { currentFencing } from '@/services/leases/app-lease'

/**
 * Brings the running proxies in line with the app's domains and their certificates in the database. Safe to repeat and in
 * any order. What is stored comes first: the proxies check it, and one that restarts meanwhile has it.
 */
export const syncDomains = async (call: { ctx: Context; input: { appId: string } }): Promise<void> => {
  const { ctx, input } = call
  const places = await ctx.db.appHost.findMany({
    where: { appId: input.appId, proxyKey: { not: null } },
    include: { host: true },
  })
  const fence = await currentFencing(ctx.instanceDb, input.appId)
  for (const place of places) {
    const host = await heldHost(ctx, place.host)
    // The proxies there are those of another host with the same engine.
    if (host === null) continue
    const session = await openTraffic(ctx, engineOf(ctx, host).target, place.proxyKey ?? 0, fence)
    try {
      const desired = await desiredTraffic(ctx, place.hostId)
      const own = desired.apps.find((app) => app.key === place.proxyKey)
      await session.store(desired)
      // Proxies of an earlier version take certificates with the reload that comes before the next deployment.
      if (!(await session.needsReload(desired))) await session.setTls(own?.tls ?? [])
      await session.setDomains(own?.domains ?? [])
    } finally {
      await session.close()
    }
  }
}
