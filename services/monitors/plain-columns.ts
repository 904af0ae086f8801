import { keywordSchema } from '@/core/monitors/schema'
import type { Monitor } from '@/prisma/generated/client'

/** What of a monitor's row is the same where it is checked and where it is shown: no secrets. */
export const plainColumns = (row: Monitor) => ({
  name: row.name,
  appId: row.appId,
  url: row.url,
  expectedStatus: row.expectedStatus,
  keyword: row.keyword === null ? null : keywordSchema.parse(row.keyword),
  followRedirects: row.followRedirects,
  intervalSeconds: row.intervalSeconds,
  deployIntervalSeconds: row.deployIntervalSeconds,
  timeoutMs: row.timeoutMs,
  failureThreshold: row.failureThreshold,
  recoveryThreshold: row.recoveryThreshold,
  degradedMs: row.degradedMs,
  tlsExpiryDays: row.tlsExpiryDays,
  reminderMinutes: row.reminderMinutes,
  enabled: row.enabled,
})
