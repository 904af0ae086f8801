import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { type Period, type Uptime, uptimeBars, uptimeBetween, uptimePercent } from '@/core/monitors/uptime'
import { spansOf, type UptimeWindow, uptimeWindows } from '@/core/monitors/uptime-window'
import type { Context, Service } from '@/services/context'

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
  const to = ctx.clock.now().getTime()
  return uptimeView(await readPeriods(ctx, input.monitorId, to - lengthOf(input.window)), input.window, to)
}

/** The same for every window, from one query. Throws not_found. */
export const readUptimes: Service<{ monitorId: string }, UptimeView[]> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.read')
  const to = ctx.clock.now().getTime()
  const longest = Math.max(...uptimeWindows.map(lengthOf))
  const periods = await readPeriods(ctx, input.monitorId, to - longest)
  return uptimeWindows.map((window) => uptimeView(periods, window, to))
}

const lengthOf = (window: UptimeWindow): number => spansOf[window].count * spansOf[window].spanMs

const readPeriods = async (ctx: Context, monitorId: string, from: number): Promise<Period[]> => {
  const monitor = await ctx.db.monitor.findUnique({
    where: { id: monitorId },
    select: { periods: { where: { OR: [{ to: null }, { to: { gt: new Date(from) } }] } } },
  })
  if (!monitor) throw notFound('monitor')
  return monitor.periods.map((period) => ({
    state: period.state,
    from: period.from.getTime(),
    to: period.to?.getTime() ?? null,
  }))
}

const uptimeView = (periods: readonly Period[], window: UptimeWindow, to: number): UptimeView => {
  const { count, spanMs } = spansOf[window]
  const from = to - count * spanMs
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
