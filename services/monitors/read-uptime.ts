import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { type Uptime, uptimeBars, uptimeBetween, uptimePercent } from '@/core/monitors/uptime'
import { spansOf, type UptimeWindow } from '@/core/monitors/uptime-window'
import type { Service } from '@/services/context'

interface Part {
  uptimePercent: number | null
  downSeconds: number
}

export interface UptimeView extends Part {
  window: UptimeWindow
  buckets: (Part & { at: string; degradedSeconds: number })[]
}

/** How a monitor was in the time up to now. Throws not_found. */
export const readUptime: Service<{ monitorId: string; window: UptimeWindow }, UptimeView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.read')
  const { monitorId, window } = input
  const { count, spanMs } = spansOf[window]
  const to = ctx.clock.now().getTime()
  const from = to - count * spanMs
  const monitor = await ctx.db.monitor.findUnique({
    where: { id: monitorId },
    select: { periods: { where: { OR: [{ to: null }, { to: { gt: new Date(from) } }] } } },
  })
  if (!monitor) throw notFound('monitor')
  const periods = monitor.periods.map((period) => ({
    state: period.state,
    from: period.from.getTime(),
    to: period.to?.getTime() ?? null,
  }))
  return {
    window,
    ...partOf(uptimeBetween(periods, from, to)),
    buckets: uptimeBars(periods, to, count, spanMs).map((bar, index) => ({
      at: new Date(from + index * spanMs).toISOString(),
      ...partOf(bar),
      degradedSeconds: bar.degradedMs / 1000,
    })),
  }
}

const partOf = (uptime: Uptime): Part => ({
  uptimePercent: uptimePercent(uptime),
  downSeconds: uptime.downMs / 1000,
})
