import { z } from 'zod'
import { unknownAfter } from '@/core/monitors/schedule'
import type { Uptime } from '@/core/monitors/uptime'
import type { Context } from '@/services/context'

interface Asked {
  teamId: string
  monitorIds: readonly string[]
  from: Date
  to: Date
  /** Spans of this length follow one another from `from` on; the last may be cut off by `to`. */
  spanMs: number
}

const rowsSchema = z.array(
  z.object({
    monitorId: z.string(),
    span: z.number(),
    knownMs: z.number(),
    downMs: z.number(),
    degradedMs: z.number(),
  }),
)

/**
 * How each monitor was in each span, the oldest first; a span of which nothing is known has zeros. Put together in the
 * database: a monitor that goes up and down, or is slow now and then, has many periods. Where nobody has looked for long
 * nothing is known of the time since, as it will be written down once somebody does.
 */
export const sumPeriods = async (
  { instanceDb }: Pick<Context, 'instanceDb'>,
  { teamId, monitorIds, from, to, spanMs }: Asked,
): Promise<Map<string, Uptime[]>> => {
  const [since, until] = [from.toISOString(), to.toISOString()]
  const rows = rowsSchema.parse(
    await instanceDb.$queryRaw`
      SELECT p."monitorId", span,
        sum(ms)::float8 AS "knownMs",
        coalesce(sum(ms) FILTER (WHERE p."state" = 'down'), 0)::float8 AS "downMs",
        coalesce(sum(ms) FILTER (WHERE p."state" = 'degraded'), 0)::float8 AS "degradedMs"
      FROM (
        SELECT p."monitorId", p."state", GREATEST(p."from", ${since}::timestamp) AS "from",
          LEAST(coalesce(p."to", seen."until"), ${until}::timestamp) AS "to"
        FROM "MonitorPeriod" p
        LEFT JOIN (
          SELECT w."monitorId", w."lastCheckAt" + m."intervalSeconds" * interval '1 second' AS "until"
          FROM "MonitorWatch" w JOIN "Monitor" m ON m."id" = w."monitorId"
          WHERE w."monitorId" = ANY(${[...monitorIds]}) AND w."lastCheckAt" < ${until}::timestamp - interval '1 millisecond'
            * (GREATEST(${unknownAfter.leastMs}, ${unknownAfter.intervals} * 1000 * m."intervalSeconds") + m."timeoutMs")
        ) seen ON seen."monitorId" = p."monitorId"
        WHERE p."teamId" = ${teamId} AND p."monitorId" = ANY(${[...monitorIds]})
          AND p."from" < ${until}::timestamp AND (p."to" IS NULL OR p."to" > ${since}::timestamp)
          AND p."state" IN ('up', 'degraded', 'down')
      ) p
      CROSS JOIN LATERAL generate_series(
        floor(1000 * extract(epoch FROM p."from" - ${since}::timestamp) / ${spanMs}::int)::int,
        ceil(1000 * extract(epoch FROM p."to" - ${since}::timestamp) / ${spanMs}::int)::int - 1
      ) AS span
      CROSS JOIN LATERAL (
        SELECT ${since}::timestamp + span * ${spanMs}::float8 * interval '1 millisecond' AS "from",
          ${since}::timestamp + (span + 1) * ${spanMs}::float8 * interval '1 millisecond' AS "to"
      ) cut
      CROSS JOIN LATERAL (
        SELECT 1000 * extract(epoch FROM LEAST(p."to", cut."to") - GREATEST(p."from", cut."from")) AS ms
      ) part
      WHERE p."from" < p."to"
      GROUP BY 1, 2`,
  )
  const known = new Map(rows.map((row) => [`${row.monitorId} ${row.span}`, row]))
  const spans = Array.from({ length: Math.ceil((to.getTime() - from.getTime()) / spanMs) }, (_, span) => span)
  const uptimesOf = (id: string): Uptime[] =>
    spans.map((span) => {
      const { knownMs = 0, downMs = 0, degradedMs = 0 } = known.get(`${id} ${span}`) ?? {}
      return { knownMs, downMs, degradedMs }
    })
  return new Map(monitorIds.map((id) => [id, uptimesOf(id)]))
}
