import type { Prisma, StatusPage } from '@/prisma/generated/client'
import type { Context } from '@/services/context'

/** A team's status page as those who keep it see it. */
export interface StatusPageView {
  slug: string
  title: string
  description: string | null
  enabled: boolean
  /** In the order in which visitors see them; `name` is the monitor's own. */
  monitors: { monitorId: string; name: string; label: string }[]
  url: string
  /** How many have confirmed that they want to be told by mail. */
  subscribers: number
  createdAt: string
}

export const pageInclude = {
  monitors: { orderBy: [{ position: 'asc' }, { monitorId: 'asc' }], include: { monitor: { select: { name: true } } } },
  _count: { select: { subscribers: { where: { confirmedAt: { not: null } } } } },
} satisfies Prisma.StatusPageInclude

type Row = StatusPage & {
  monitors: { monitorId: string; label: string; monitor: { name: string } }[]
  _count: { subscribers: number }
}

export const statusPageUrl = ({ instance }: Pick<Context, 'instance'>, slug: string): string =>
  `${instance.url}/status/${slug}`

export const pageView = (ctx: Pick<Context, 'instance'>, row: Row): StatusPageView => ({
  slug: row.slug,
  title: row.title,
  description: row.description,
  enabled: row.enabled,
  monitors: row.monitors.map(({ monitorId, label, monitor }) => ({ monitorId, name: monitor.name, label })),
  url: statusPageUrl(ctx, row.slug),
  subscribers: row._count.subscribers,
  createdAt: row.createdAt.toISOString(),
})
