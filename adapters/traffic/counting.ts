import type { ProcessCounters, Side, SideCounters, SlotHealth, SlotStatus } from '@/core/ports/traffic'
import { slowerThanMs } from '@/core/verification/slower'
import type { StatRow, Tables } from './answers'
import { dead } from './render'
import { backendName } from './structure'

const responseColumns = ['hrsp_1xx', 'hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx', 'hrsp_other'] as const

const sum = (rows: readonly StatRow[], column: string): number =>
  rows.reduce((total, row) => total + row.number(column), 0)

const responsesOf = (backends: readonly StatRow[]): number =>
  responseColumns.reduce((total, column) => total + sum(backends, column), 0)

const probesOf = (tables: Tables, backend: string): number => tables.get('probes')?.get(backend)?.[0] ?? 0
const failedProbesOf = (tables: Tables, backend: string): number => tables.get('probes')?.get(backend)?.[1] ?? 0

/** What one process counted for one side; `rows` may be of other backends too. */
export const sideOf = (key: number, side: Side, rows: readonly StatRow[], tables: Tables): SideCounters => {
  const name = backendName(key, side)
  const backends = rows.filter((row) => row.backend === name && row.name === 'BACKEND')
  return {
    // A probe is counted when it comes, its failure when its head comes, its answer when it ends: never below zero.
    requests: Math.max(0, responsesOf(backends) - probesOf(tables, name)),
    failed: Math.max(0, sum(backends, 'hrsp_5xx') - failedProbesOf(tables, name)) + sum(backends, 'srv_abrt'),
    // What was never slow has no row.
    slower: tables.get('slower')?.get(name) ?? slowerThanMs.map(() => 0),
    failedBySlot: Object.fromEntries(
      slotRows(rows, key, side).flatMap(([slot, row]) => (failedAt(row) > 0 ? [[slot, failedAt(row)]] : [])),
    ),
  }
}

/**
 * A 502 before the head is no 5xx of the server's and counts as `eresp`, as most answers do that break off; those that
 * we cut count as `srv_abrt` alone.
 */
const failedAt = (row: StatRow): number =>
  row.number('hrsp_5xx') + Math.max(row.number('eresp'), row.number('srv_abrt'))

/** What one process counted for one app; `rows` are those of both its backends and all their servers. */
export const countersOf = (process: string, key: number, rows: readonly StatRow[], tables: Tables): ProcessCounters => {
  const backends = rows.filter((row) => row.name === 'BACKEND')
  const servers = rows.filter((row) => row.name !== 'BACKEND')
  const appErrors = sum(servers, 'hrsp_5xx')
  return {
    process,
    responses: responsesOf(backends),
    // A server's answer is counted when its head arrives, the backend's when it ends: never below zero.
    proxyErrors: Math.max(0, sum(backends, 'hrsp_5xx') - appErrors),
    appErrors,
    broken: sum(backends, 'srv_abrt'),
    retried: sum(backends, 'wretr') + sum(backends, 'wredis'),
    probes: probesOf(tables, backendName(key, 'a')) + probesOf(tables, backendName(key, 'b')),
    bytesIn: sum(backends, 'bin'),
    bytesOut: sum(backends, 'bout'),
    sides: { a: sideOf(key, 'a', rows, tables), b: sideOf(key, 'b', rows, tables) },
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

/** The health of the slots of one side, backups left out; `rows` may be of other backends too. */
export const healthOf = (rows: readonly StatRow[], key: number, side: Side): SlotHealth[] =>
  slotRows(rows, key, side).map(([slot, row]) => slotHealth(slot, row))

/** The servers of one side's slots, backups left out. */
const slotRows = (rows: readonly StatRow[], key: number, side: Side): [slot: number, row: StatRow][] => {
  const primary = new RegExp(`^k${key}${side}(\\d+)$`)
  return rows.flatMap((row): [number, StatRow][] => {
    const slot = primary.exec(row.name)?.[1]
    return slot === undefined ? [] : [[Number(slot), row]]
  })
}

/** What holds for both proxies together: the less healthy of two views. */
export const worse = (one: SlotHealth, other: SlotHealth): SlotHealth =>
  rank[other.status] > rank[one.status] ? other : one

/** The first proxy's slots, each in the less healthy of all views. */
export const worstOf = ([first = [], ...others]: readonly (readonly SlotHealth[])[]): SlotHealth[] =>
  first.map((slot) =>
    others.flat().reduce((worst, view) => (view.slot === slot.slot ? worse(worst, view) : worst), slot),
  )
