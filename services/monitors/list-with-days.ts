import type { Service } from '@/services/context'
import type { Page, PageInput } from '@/services/page'
import { type DayBar, dayBars } from './day-bars'
import { listMonitors, type MonitorFilter } from './list-monitors'
import type { MonitorView } from './monitor-view'

/** The team's monitors, each with its last ninety days. */
export const listWithDays: Service<PageInput & MonitorFilter, Page<MonitorView & { days: DayBar[] }>> = async ({
  ctx,
  input,
}) => {
  const page = await listMonitors({ ctx, input })
  const monitorIds = page.data.map(({ id }) => id)
  const days = await dayBars(ctx, { teamId: ctx.actor.teamId, monitorIds })
  return { ...page, data: page.data.map((monitor) => ({ ...monitor, days: days.get(monitor.id) ?? [] })) }
}
