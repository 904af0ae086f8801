import { sumOf } from '@/core/monitors/bars'
import { uptimePercent } from '@/core/monitors/uptime'
import type { PublicStatusPage } from '@/core/status-pages/public'
import { dayBars } from '@/services/monitors/day-bars'
import { findPublicPage } from './find-public-page'
import type { PublicContext } from './public-context'
import { publicIncidents } from './public-incidents'
import { publicMaintenance } from './public-maintenance'
import { publicServices } from './public-services'

const pastMs = 14 * 24 * 60 * 60_000
const minuteMs = 60_000

/** A status page as everybody may see it; null where there is none, or none that is open. Nobody has to be signed in. */
export const readPublicPage = async (
  ctx: PublicContext,
  { slug }: { slug: string },
): Promise<PublicStatusPage | null> => {
  const page = await findPublicPage(ctx, slug)
  if (!page) return null
  const { teamId, title, description } = page
  const now = ctx.clock.now()
  const labels = new Map(page.monitors.map(({ monitorId, label }) => [monitorId, label]))
  const where = { OR: [{ resolvedAt: null }, { resolvedAt: { gt: new Date(now.getTime() - pastMs) } }] }
  const [services, days, incidents, maintenance] = await Promise.all([
    publicServices(ctx, page),
    dayBars(ctx, { teamId, monitorIds: [...labels.keys()] }),
    publicIncidents(ctx, { teamId, labels, where, now }),
    publicMaintenance(ctx, { labels, now }),
  ])
  const told = incidents.map(({ id: _, ...incident }) => incident)
  return {
    title,
    description,
    asOf: new Date(Math.floor(now.getTime() / minuteMs) * minuteMs),
    services: services.map(({ monitorId, ...service }) => {
      const own = (days.get(monitorId) ?? []).map((day) => ({ ...day, degradedMs: 0 }))
      return { ...service, days: own, uptime: uptimePercent(sumOf(own)) }
    }),
    open: told.filter(({ to }) => to === null),
    past: told.filter(({ to }) => to !== null),
    maintenance,
    takesSubscribers: ctx.mailer.isSet,
  }
}
