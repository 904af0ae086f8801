import { z } from 'zod'
import type { LatencySpan } from '@/core/monitors/latency-points'
import { rollupLevels } from '@/core/monitors/rollup'
import type { RollupSeconds } from '@/core/monitors/storage'
import { Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { readProgress } from './storage/progress'
import { checksWithin, spansWithin, summed } from './storage/spans-sql'

const ms = z.number().nullable()
const rowsSchema = z.array(
  z.object({
    at: z.date(),
    checks: z.number(),
    failed: z.number(),
    dnsMs: ms,
    connectMs: ms,
    tlsMs: ms,
    firstByteMs: ms,
    totalMs: ms,
    latencies: z.array(z.number()),
  }),
)

interface Asked {
  monitorId: string
  /** Both whole multiples of the step. */
  from: Date
  to: Date
  stepSeconds: number
  /** The longest spans it may be read from; null: from checks alone. */
  level: RollupSeconds | null
}

/**
 * A monitor's checks put together into steps, in one query by its id: from the longest spans as far as they go, then
 * shorter ones, and at last the newest checks. Whether the monitor is the actor's to see is the caller's to ask.
 */
export const latencySpans = async (
  { instanceDb }: Pick<Context, 'instanceDb'>,
  { monitorId, from, to, stepSeconds, level }: Asked,
): Promise<LatencySpan[]> => {
  const progress = await readProgress(instanceDb)
  const id = Prisma.sql`${monitorId}::uuid`
  const parts: Prisma.Sql[] = []
  let begin = from
  for (const { seconds } of [...rollupLevels].reverse()) {
    const until = progress.get(seconds)
    if (level === null || seconds > level || !until || until <= begin) continue
    parts.push(spansWithin(seconds, { monitorId: id, from: begin, to: until }))
    begin = until
  }
  parts.push(checksWithin({ monitorId: id, from: begin, to }))
  return rowsSchema.parse(await instanceDb.$queryRaw(summed(stepSeconds, Prisma.join(parts, ' UNION ALL '))))
}
