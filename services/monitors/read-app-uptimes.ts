import { assertMay } from '@/core/access/policy'
import { withinReach } from '@/core/access/reach'
import { sumOf } from '@/core/monitors/bars'
import { uptimePercent } from '@/core/monitors/uptime'
import type { Service } from '@/services/context'
import { sumPeriods } from './sum-periods'

const dayMs = 24 * 60 * 60_000

/**
 * How much of the last 24 hours these apps were up, 0 to 100, by all of their monitors together; apps of which nothing is
 * known are left out.
 */
export const readAppUptimes: Service<{ appIds: readonly string[] }, Record<string, number>> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'monitor.read')
  const appIds = withinReach(ctx.actor, input.appIds)
  if (appIds.length === 0) return {}
  const to = ctx.clock.now()
  const from = new Date(to.getTime() - dayMs)
  const monitors = await ctx.db.monitor.findMany({
    where: { appId: { in: appIds } },
    select: { id: true, appId: true },
  })
  const monitorIds = monitors.map(({ id }) => id)
  const sums = await sumPeriods(ctx, { teamId: ctx.actor.teamId, monitorIds, from, to, spanMs: dayMs })
  return Object.fromEntries(
    appIds.flatMap((appId) => {
      const own = monitors.flatMap((monitor) => (monitor.appId === appId ? (sums.get(monitor.id) ?? []) : []))
      const percent = uptimePercent(sumOf(own))
      return percent === null ? [] : [[appId, percent]]
    }),
  )
}
