/** Times that come again and again, written as cron has them, in a time zone. */
export interface Schedule {
  /** Why this is no schedule; null for one that is. */
  whyNot(cron: string, timezone: string): { path: 'cron' | 'timezone'; message: string } | null
  /** The last time at or before `at`; null where there is none. */
  last(cron: string, timezone: string, at: Date): Date | null
  /** The next time after `at`; null where there is none. */
  next(cron: string, timezone: string, at: Date): Date | null
}
