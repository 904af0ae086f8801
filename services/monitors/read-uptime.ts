import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { sumOf } from '@/core/monitors/bars'
import { type Uptime, uptimePercent } from '@/core/monitors/uptime'
import { spansOf, type UptimeWindow, uptimeWindows } from '@/core/monitors/uptime-window'
import type { Context, Service } from '@/services/context'
import { sumPeriods } from './sum-periods'

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
  await assertExists(ctx, input.monitorId)
  return uptimeView(ctx, input.monitorId, input.window)
}

/** The same for every window. Throws not_found. */
export const readUptimes: Service<{ monitorId: string }, UptimeView[]> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.read')
  await assertExists(ctx, input.monitorId)
  return Promise.all(uptimeWindows.map((window) => uptimeView(ctx, input.monitorId, window)))
}

const assertExists = async ({ db }: Context, id: string): Promise<void> => {
  if (!(await db.monitor.findUnique({ where: { id }, select: { id: true } }))) throw notFound('monitor')
}

const uptimeView = async (ctx: Context, monitorId: string, window: UptimeWindow): Promise<UptimeView> => {
  const { count, spanMs } = spansOf[window]
  const to = ctx.clock.now()
  const from = new Date(to.getTime() - count * spanMs)
  const { teamId } = ctx.actor
  const bars = (await sumPeriods(ctx, { teamId, monitorIds: [monitorId], from, to, spanMs })).get(monitorId) ?? []
  return {
    window,
    ...partOf(sumOf(bars)),
    buckets: bars.map((bar, index) => ({
      at: new Date(from.getTime() + index * spanMs).toISOString(),
      ...partOf(bar),
      degradedSeconds: bar.degradedMs / 1000,
    })),
  }
}

const partOf = (uptime: Uptime): Part => ({
  uptimePercent: uptimePercent(uptime),
  downSeconds: uptime.downMs / 1000,
})
