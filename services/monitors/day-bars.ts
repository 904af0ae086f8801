import type { Uptime } from '@/core/monitors/uptime'
import type { Context } from '@/services/context'
import { sumPeriods } from './sum-periods'

/** How a monitor was on one day (UTC). */
export interface DayBar extends Uptime {
  /** `2026-09-03`. */
  day: string
}

const dayMs = 24 * 60 * 60_000

/** The last `days` days of each monitor, oldest first and today last; a day of which nothing is known has zeros. */
export const dayBars = async (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  { teamId, monitorIds, days = 90 }: { teamId: string; monitorIds: readonly string[]; days?: number },
): Promise<Map<string, DayBar[]>> => {
  const to = ctx.clock.now()
  const today = Math.floor(to.getTime() / dayMs)
  const from = new Date((today - days + 1) * dayMs)
  const sums = await sumPeriods(ctx, { teamId, monitorIds, from, to, spanMs: dayMs })
  const dayOf = (index: number) => new Date(from.getTime() + index * dayMs).toISOString().slice(0, 10)
  return new Map(
    [...sums].map(([id, uptimes]) => [id, uptimes.map((uptime, index) => ({ day: dayOf(index), ...uptime }))]),
  )
}
