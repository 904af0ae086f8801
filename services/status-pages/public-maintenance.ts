import type { PublicMaintenance } from '@/core/status-pages/public'
import { nextSpan } from '@/services/maintenance/window-times'
import type { PublicContext } from './public-context'

const aheadMs = 7 * 24 * 60 * 60_000
const most = 10

/** What is in maintenance now or within a week. Only when and what: its name is the team's own. */
export const publicMaintenance = async (
  ctx: Pick<PublicContext, 'instanceDb' | 'schedule'>,
  { labels, now }: { labels: ReadonlyMap<string, string>; now: Date },
): Promise<PublicMaintenance[]> => {
  const ids = [...labels.keys()]
  const windows = await ctx.instanceDb.maintenanceWindow.findMany({
    where: {
      monitors: { some: { monitorId: { in: ids } } },
      OR: [{ cron: { not: null } }, { endsAt: { gt: now } }],
    },
    include: { monitors: { where: { monitorId: { in: ids } }, select: { monitorId: true } } },
  })
  return windows
    .flatMap((window) => {
      const span = nextSpan(window, ctx.schedule, now)
      if (!span || span.from.getTime() > now.getTime() + aheadMs) return []
      const chosen = new Set(window.monitors.map(({ monitorId }) => monitorId))
      // In the order of the page.
      const names = [...labels].flatMap(([id, label]) => (chosen.has(id) ? label : []))
      return { ...span, labels: names, isNow: span.from <= now }
    })
    .sort((one, other) => one.from.getTime() - other.from.getTime())
    .slice(0, most)
}
