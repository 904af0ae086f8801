import { CronExpressionParser } from 'cron-parser'
import type { Schedule } from '@/core/ports/schedule'

const isTimezone = (timezone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }) !== null
  } catch {
    return false
  }
}

interface Between {
  /** Null where there is none. In milliseconds since the epoch, as the other. */
  last: number | null
  next: number | null
}

/** Clocks are changed by an hour at most. */
const hourMs = 3600_000
/** What was found out last for so many schedules: which of them is meant changes every minute, its times seldom do. */
const mostKnown = 1000
const known = new Map<string, Between>()

/**
 * The times around `at`: the last at or before it, and the next. What the parser says of the times that come is right when
 * clocks are changed: one that falls into the hour left out is when that hour would have ended, and one in the repeated
 * hour comes once. Of the times that were it leaves out the former and has the latter twice; so they tell where to begin,
 * and those that come from there tell the last.
 */
const around = (cron: string, timezone: string, at: number): Between => {
  const key = `${timezone} ${cron}`
  const found = known.get(key)
  if (found && (found.last ?? Number.NEGATIVE_INFINITY) <= at && at < (found.next ?? Number.POSITIVE_INFINITY))
    return found
  const from = (time: number) => CronExpressionParser.parse(cron, { tz: timezone, currentDate: new Date(time) })
  const before = timeOf(() => from(at + 1).prev())
  const coming = from(before === null ? at : before - hourMs - 1)
  let last: number | null = null
  let next = timeOf(() => coming.next())
  while (next !== null && next <= at) {
    last = next
    next = timeOf(() => coming.next())
  }
  if (known.size >= mostKnown) known.clear()
  known.set(key, { last, next })
  return { last, next }
}

/** The parser throws where there is no such time within its reach. */
const timeOf = (find: () => { getTime(): number }): number | null => {
  try {
    return find().getTime()
  } catch {
    return null
  }
}

const dateOf = (time: number | null): Date | null => (time === null ? null : new Date(time))

/** Cron expressions of five fields in IANA time zones, changes of the clock included. */
export const cronSchedule: Schedule = {
  whyNot: (cron, timezone) => {
    if (!isTimezone(timezone)) return { path: 'timezone', message: 'Use a time zone such as Europe/Berlin or UTC.' }
    const message = 'Use five fields, as in 0 3 * * 1: minute, hour, day of the month, month, day of the week.'
    if (cron.trim().split(/\s+/).length !== 5) return { path: 'cron', message }
    try {
      CronExpressionParser.parse(cron, { tz: timezone }).next()
      return null
    } catch {
      return { path: 'cron', message }
    }
  },
  last: (cron, timezone, at) => dateOf(around(cron, timezone, at.getTime()).last),
  next: (cron, timezone, at) => dateOf(around(cron, timezone, at.getTime()).next),
}
