import { z } from 'zod'
import type { Uptime } from '@/core/monitors/uptime'
import type { Context } from '@/services/context'

/** How a monitor was on one day (UTC). */
export interface DayBar extends Uptime {
  /** `2026-09-03`. */
  day: string
}

const dayMs = 24 * 60 * 60_000

const rowsSchema = z.array(
  z.object({ monitorId: z.string(), day: z.date(), knownMs: z.number(), downMs: z.number(), degradedMs: z.number() }),
)

/**
 * The last `days` days of each monitor, oldest first and today last; a day of which nothing is known has zeros. Put
 * together in the database: a monitor that goes up and down has many periods.
 */
export const dayBars = async (
  { instanceDb, clock }: Pick<Context, 'instanceDb' | 'clock'>,
  { teamId, monitorIds, days = 90 }: { teamId: string; monitorIds: readonly string[]; days?: number },
): Promise<Map<string, DayBar[]>> => {
  const now = clock.now()
  const today = Math.floor(now.getTime() / dayMs)
  const from = new Date((today - days + 1) * dayMs)
  const [since, until] = [from.toISOString(), now.toISOString()]
  const rows = rowsSchema.parse(
    await instanceDb.$queryRaw`
      SELECT p."monitorId", day,
        sum(ms)::float8 AS "knownMs",
        coalesce(sum(ms) FILTER (WHERE p."state" = 'down'), 0)::float8 AS "downMs",
        coalesce(sum(ms) FILTER (WHERE p."state" = 'degraded'), 0)::float8 AS "degradedMs"
      FROM (
        SELECT "monitorId", "state", GREATEST("from", ${since}::timestamp) AS "from",
          LEAST(coalesce("to", ${until}::timestamp), ${until}::timestamp) AS "to"
        FROM "MonitorPeriod"
        WHERE "teamId" = ${teamId} AND "monitorId" = ANY(${[...monitorIds]}) AND ("to" IS NULL OR "to" > ${since}::timestamp)
          AND "state" IN ('up', 'degraded', 'down')
      ) p
      CROSS JOIN LATERAL generate_series(date_trunc('day', p."from"), p."to", interval '1 day') AS day
      CROSS JOIN LATERAL (
        SELECT 1000 * extract(epoch FROM LEAST(p."to", day + interval '1 day') - GREATEST(p."from", day)) AS ms
      ) part
      GROUP BY 1, 2`,
  )
  const known = new Map(rows.map((row) => [`${row.monitorId} ${row.day.getTime()}`, row]))
  const spans = Array.from({ length: days }, (_, index) => from.getTime() + index * dayMs)
  return new Map(
    monitorIds.map((id) => [
      id,
      spans.map((at) => {
        const { knownMs = 0, downMs = 0, degradedMs = 0 } = known.get(`${id} ${at}`) ?? {}
        return { day: new Date(at).toISOString().slice(0, 10), knownMs, downMs, degradedMs }
      }),
    ]),
  )
}
