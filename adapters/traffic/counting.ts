import type { ProcessCounters, SlotHealth, SlotStatus } from '@/core/ports/traffic'
import type { StatRow } from './answers'
import { dead } from './render'

const responseColumns = ['hrsp_1xx', 'hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx', 'hrsp_other'] as const

const sum = (rows: readonly StatRow[], column: string): number =>
  rows.reduce((total, row) => total + row.number(column), 0)

/** What one process counted for one app; `rows` are those of both its backends and all their servers. */
export const countersOf = (process: string, rows: readonly StatRow[], probes: number): ProcessCounters => {
  const backends = rows.filter((row) => row.name === 'BACKEND')
  const servers = rows.filter((row) => row.name !== 'BACKEND')
  const appErrors = sum(servers, 'hrsp_5xx')
  return {
    process,
    responses: responseColumns.reduce((total, column) => total + sum(backends, column), 0),
    // A server's answer is counted when its head arrives, the backend's when it ends: never below zero.
    proxyErrors: Math.max(0, sum(backends, 'hrsp_5xx') - appErrors),
    appErrors,
    broken: sum(backends, 'srv_abrt'),
    retried: sum(backends, 'wretr') + sum(backends, 'wredis'),
    probes,
    bytesIn: sum(backends, 'bin'),
    bytesOut: sum(backends, 'bout'),
  }
}

const statusOf = (row: StatRow): SlotStatus => {
  if (row.address === dead) return 'maintenance'
  if (row.status.startsWith('UP')) return 'up'
  if (row.status.startsWith('MAINT')) return 'maintenance'
  if (row.status.startsWith('DRAIN')) return 'drain'
  return 'down'
}

const rank: Record<SlotStatus, number> = { up: 0, drain: 1, maintenance: 2, down: 3 }

export const slotHealth = (slot: number, row: StatRow): SlotHealth => ({
  slot,
  status: statusOf(row),
  check: row.check,
  httpStatus: row.httpStatus,
})

/** What holds for both proxies together: the less healthy of two views. */
export const worse = (one: SlotHealth, other: SlotHealth): SlotHealth =>
  rank[other.status] > rank[one.status] ? other : one
