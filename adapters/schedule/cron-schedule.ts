import { CronExpressionParser } from 'cron-parser'
import type { Schedule } from '@/core/ports/schedule'

const isTimezone = (timezone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }) !== null
  } catch {
    return false
  }
}

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
  last: (cron, timezone, at) => {
    try {
      // The parser looks for times before the one it is given.
      const currentDate = new Date(at.getTime() + 1)
      return CronExpressionParser.parse(cron, { tz: timezone, currentDate }).prev().toDate()
    } catch {
      return null
    }
  },
  next: (cron, timezone, at) => {
    try {
      return CronExpressionParser.parse(cron, { tz: timezone, currentDate: at }).next().toDate()
    } catch {
      return null
    }
  },
}
