import { type Check, checkSchema } from '@/core/monitors/check'
import type { MonitorState } from '@/core/monitors/state'
import type { Monitor, MonitorChannel, MonitorWatch } from '@/prisma/generated/client'
import { plainColumns } from './plain-columns'
import { type ShownRequest, shownRequestSchema } from './shown-request'

/** What a monitor's row is read with to be shown. */
export const monitorInclude = { watch: true, channels: { select: { channelId: true } } } as const

export type MonitorRow = Monitor & { watch: MonitorWatch | null; channels: Pick<MonitorChannel, 'channelId'>[] }

/** A monitor as it is shown: passwords, tokens, header values and bodies never come back. */
export interface MonitorView extends ShownRequest {
  id: string
  name: string
  appId: string | null
  url: string
  method: string
  expectedStatus: string
  keyword: { text: string; mustContain: boolean } | null
  followRedirects: boolean
  ipVersion: number | null
  intervalSeconds: number
  deployIntervalSeconds: number
  timeoutMs: number
  failureThreshold: number
  recoveryThreshold: number
  degradedMs: number | null
  tlsExpiryDays: number
  reminderMinutes: number | null
  enabled: boolean
  channelIds: string[]
  state: MonitorState
  /** Since when. */
  since: string | null
  flapping: boolean
  lastCheckAt: string | null
  lastCheck: Check | null
  tlsExpiresAt: string | null
  createdAt: string
}

export const stateOf = (
  { enabled, watch }: { enabled: boolean; watch: Pick<MonitorWatch, 'state'> | null },
  inMaintenance: boolean,
): MonitorState => (enabled ? (inMaintenance ? 'maintenance' : (watch?.state ?? 'pending')) : 'paused')

export const monitorView = (row: MonitorRow, inMaintenance: boolean): MonitorView => {
  const { watch } = row
  return {
    id: row.id,
    ...plainColumns(row),
    ...shownRequestSchema.parse(row.requestShown),
    method: row.method,
    ipVersion: row.ipVersion,
    channelIds: row.channels.map(({ channelId }) => channelId),
    state: stateOf(row, inMaintenance),
    since: watch?.since.toISOString() ?? null,
    flapping: watch?.flapping ?? false,
    lastCheckAt: watch?.lastCheckAt?.toISOString() ?? null,
    lastCheck: watch?.lastCheck ? checkSchema.parse(watch.lastCheck) : null,
    tlsExpiresAt: watch?.tlsExpiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }
}
