import { nextSlot } from '@/core/monitors/schedule'
import type { PrismaClient } from '@/prisma/generated/client'

const intervalMs = 60_000

/** How checks began: how long after their slots, in milliseconds, and how many slots had none. */
export interface Starts {
  checks: number
  lags: number[]
  missed: number
}

/**
 * What the database says of a time in which all monitors were checked each minute, whatever the worker says of itself. A
 * timer may be a moment early.
 */
export const startsWithin = async (
  database: PrismaClient,
  monitorIds: readonly string[],
  from: number,
  to: number,
): Promise<Starts> => {
  const rows = await database.monitorCheck.findMany({
    where: { at: { gte: new Date(from - 1000), lt: new Date(to + intervalMs) }, outcome: { not: 'skipped' } },
    select: { monitorId: true, at: true },
  })
  const bySlot = new Map<string, number>()
  for (const { monitorId, at } of rows) {
    const slot = nextSlot(monitorId, 60, at.getTime() - intervalMs + 20)
    const key = `${monitorId} ${slot}`
    const lag = Math.max(0, at.getTime() - slot)
    bySlot.set(key, Math.min(lag, bySlot.get(key) ?? lag))
  }
  const lags: number[] = []
  let missed = 0
  for (const id of monitorIds) {
    for (let slot = nextSlot(id, 60, from); slot < to; slot += intervalMs) {
      const lag = bySlot.get(`${id} ${slot}`)
      if (lag === undefined) missed += 1
      else lags.push(lag)
    }
  }
  return { checks: rows.length, lags, missed }
}

export const inWords = ({ lags, missed }: Starts): string => {
  const sorted = [...lags].sort((one, other) => one - other)
  const at = (share: number) => `${sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN} ms`
  return `start lag p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}; ${missed} of ${missed + lags.length} slots missed`
}
