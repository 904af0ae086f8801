import type { Uptime } from '@/core/monitors/uptime'

/** From when to when a monitor was in a state, in milliseconds since the epoch; `to` null: still. */
export interface Period {
  state: string
  from: number
  to: number | null
}

const known = new Set(['up', 'degraded', 'down'])

/** How a monitor was between two times. */
export const uptimeBetween = (periods: readonly Period[], from: number, to: number): Uptime => {
  const sum: Uptime = { knownMs: 0, downMs: 0, degradedMs: 0 }
  for (const period of periods) {
    const ms = Math.min(period.to ?? to, to) - Math.max(period.from, from)
    if (ms <= 0 || !known.has(period.state)) continue
    sum.knownMs += ms
    if (period.state === 'down') sum.downMs += ms
    if (period.state === 'degraded') sum.degradedMs += ms
  }
  return sum
}

/** The spans of equal length that end at `to`, oldest first. */
export const uptimeBars = (periods: readonly Period[], to: number, count: number, spanMs: number): Uptime[] =>
  Array.from({ length: count }, (_, index) => {
    const from = to - (count - index) * spanMs
    return uptimeBetween(periods, from, from + spanMs)
  })
