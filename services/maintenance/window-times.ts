import type { Schedule } from '@/core/ports/schedule'
import type { MaintenanceWindow } from '@/prisma/generated/client'

interface Span {
  from: Date
  to: Date
}

type Times = Pick<MaintenanceWindow, 'startsAt' | 'endsAt' | 'cron' | 'timezone' | 'durationMinutes'>

const spanFrom = (from: Date, minutes: number): Span => ({ from, to: new Date(from.getTime() + minutes * 60_000) })

/** The span of a window that holds `at`, the end not among it; null outside of all of them. */
export const spanAt = (window: Times, schedule: Schedule, at: Date): Span | null => {
  const span = latestSpan(window, schedule, at)
  return span && span.from <= at && at < span.to ? span : null
}

const latestSpan = (window: Times, schedule: Schedule, at: Date): Span | null => {
  const { startsAt, endsAt, cron, timezone, durationMinutes } = window
  if (startsAt && endsAt) return { from: startsAt, to: endsAt }
  if (cron === null || timezone === null || durationMinutes === null) return null
  const last = schedule.last(cron, timezone, at)
  return last && spanFrom(last, durationMinutes)
}

/** The span that lasts or comes next; null for a window that is over. */
export const nextSpan = (window: Times, schedule: Schedule, at: Date): Span | null => {
  const now = spanAt(window, schedule, at)
  if (now) return now
  const { startsAt, endsAt, cron, timezone, durationMinutes } = window
  if (startsAt && endsAt) return startsAt > at ? { from: startsAt, to: endsAt } : null
  if (cron === null || timezone === null || durationMinutes === null) return null
  const next = schedule.next(cron, timezone, at)
  return next && spanFrom(next, durationMinutes)
}
