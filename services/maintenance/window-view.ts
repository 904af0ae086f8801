import type { MaintenanceWindow, Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { nextSpan, spanAt } from './window-times'

/** A maintenance window as the API and the dashboard show it. */
export interface WindowView {
  id: string
  name: string
  monitorIds: string[]
  startsAt: string | null
  endsAt: string | null
  cron: string | null
  timezone: string | null
  durationMinutes: number | null
  /** It lasts now. */
  active: boolean
  /** The span that lasts or comes next; null when it is over. */
  next: { from: string; to: string } | null
  createdAt: string
}

export const windowInclude = {
  monitors: { select: { monitorId: true }, orderBy: { monitorId: 'asc' } },
} satisfies Prisma.MaintenanceWindowInclude

export const windowView = (
  { schedule, clock }: Pick<Context, 'schedule' | 'clock'>,
  row: MaintenanceWindow & { monitors: { monitorId: string }[] },
): WindowView => {
  const now = clock.now()
  const next = nextSpan(row, schedule, now)
  return {
    id: row.id,
    name: row.name,
    monitorIds: row.monitors.map(({ monitorId }) => monitorId),
    startsAt: row.startsAt?.toISOString() ?? null,
    endsAt: row.endsAt?.toISOString() ?? null,
    cron: row.cron,
    timezone: row.timezone,
    durationMinutes: row.durationMinutes,
    active: spanAt(row, schedule, now) !== null,
    next: next && { from: next.from.toISOString(), to: next.to.toISOString() },
    createdAt: row.createdAt.toISOString(),
  }
}
