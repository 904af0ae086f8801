import type { Retention } from '@/core/monitors/storage'
import type { Env } from '@/env'

/** For how long the operator wants to keep what monitors find out. */
export const retentionOf = (settings: Env): Retention => ({
  checks: settings.GAPLESS_KEEP_CHECKS_DAYS,
  minutes: settings.GAPLESS_KEEP_MINUTES_DAYS,
  hours: settings.GAPLESS_KEEP_HOURS_DAYS,
  days: settings.GAPLESS_KEEP_DAYS_DAYS,
  history: settings.GAPLESS_KEEP_INCIDENTS_DAYS,
})
