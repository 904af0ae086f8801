import { type DashboardTraffic, dashboardKey, type ProxyView } from '@/core/ports/traffic'
import type { Host } from '@/prisma/generated/client'
import { answeredWithin } from '@/services/answered-within'
import type { InstanceContext } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { heldHost } from '@/services/hosts/claim-engine'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { openTraffic } from '@/services/hosts/open-traffic'
import { acquireAppLease } from '@/services/leases/app-lease'
import { randomHex } from '@/services/random-hex'
import { desiredDashboard, isOwnMachine } from './desired-dashboard'

/** An engine that answers nothing must not be looked at for ever; proxies may have to be made first. */
const lookWithinMs = 20_000
const makeWithinMs = 120_000

/**
 * Has the proxies of this machine lead to the dashboard as they should, making them where there are none yet. What is as
 * it should be is only looked at. Every worker calls it every few seconds.
 */
export const syncDashboard = async (ctx: InstanceContext): Promise<void> => {
  const hosts = await ctx.instanceDb.host.findMany()
  for (const host of hosts.filter(isOwnMachine)) await syncHost(ctx, host)
}

const syncHost = async (ctx: InstanceContext, row: Host): Promise<void> => {
  const host = await heldHost(ctx, row)
  // The host that has the engine leads to it.
  if (host === null) return
  const { target } = engineOf(ctx, host)
  const wanted = await ctx.instanceDb.$transaction((tx) => desiredDashboard(ctx, tx, host))
  const proxies = await answeredWithin(ctx.clock, lookWithinMs, () => ctx.traffic.look(target))
  if (proxies.length === 2 ? proxies.every((proxy) => isLed(proxy, wanted)) : proxies.length === 0 && !wanted) return
  const leaseId = `dashboard-${host.id}`
  const lease = await acquireAppLease({ db: ctx.instanceDb, clock: ctx.clock, appId: leaseId, owner: randomHex(8) })
  if (!lease) return
  try {
    const desired = await desiredTraffic(ctx, host.id)
    await answeredWithin(ctx.clock, makeWithinMs, () => ctx.traffic.ensureProxies(target, desired))
    const session = await openTraffic(ctx, target, dashboardKey, lease.fencing)
    try {
      await session.store(desired)
      // Proxies of an earlier version know it with the reload that comes before the next deployment.
      if (await session.needsReload(desired)) return
      await session.setDashboard(desired.dashboard)
    } finally {
      await session.close()
    }
  } finally {
    await lease.release()
  }
}

/** Whether a proxy leads to the dashboard as wanted. */
const isLed = (proxy: ProxyView, wanted: DashboardTraffic | null): boolean => {
  const own = [...proxy.domains].filter(([, key]) => key === dashboardKey).map(([domain]) => domain)
  if (wanted === null) return own.length === 0
  const served = proxy.certificates.get(wanted.domain)
  const isServed = wanted.tls
    ? served?.key === dashboardKey && served.version === wanted.tls.version && proxy.redirects.has(wanted.domain)
    : served === undefined
  return own.length === 1 && own[0] === wanted.domain && isServed
}
