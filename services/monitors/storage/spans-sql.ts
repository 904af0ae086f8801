import { bucketBounds } from '@/core/monitors/latency'
import type { RollupSeconds } from '@/core/monitors/storage'
import { Prisma } from '@/prisma/generated/client'

/** Statements that put checks together. A source has one row for each check or shorter span, all of the same columns. */

const phases = ['dnsMs', 'connectMs', 'tlsMs', 'firstByteMs', 'totalMs'] as const
const counts = ['checks', 'failed', 'slow', 'skipped'] as const
const list = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(', ')

/** What a span says, in the order of {@link summed}. */
export const spanColumns = Prisma.raw(list(['at', ...counts, ...phases, 'latencies']))
/** For a span that is made again. */
export const spanColumnsAgain = Prisma.raw(
  [...counts, ...phases, 'latencies'].map((column) => `"${column}" = excluded."${column}"`).join(', '),
)

interface Within {
  /** SQL for the id, a uuid. */
  monitorId: Prisma.Sql
  from: Date
  to: Date
}

const timestamp = (at: Date): Prisma.Sql => Prisma.sql`${at.toISOString()}::timestamp(3)`

/** Checks, each as a span of its own. Failed ones say nothing about latency. */
export const checksWithin = ({ monitorId, from, to }: Within): Prisma.Sql => Prisma.sql`
  SELECT "at", (outcome <> 'skipped')::int AS checks, (outcome = 'failed')::int AS failed,
    (outcome = 'slow')::int AS slow, (outcome = 'skipped')::int AS skipped, ${Prisma.raw(list(phases))},
    CASE WHEN outcome IN ('ok', 'slow')
      THEN array_fill(0, ARRAY[width_bucket("totalMs"::float8, ${Prisma.raw(`'{${bucketBounds}}'::float8[]`)})]) || 1
      ELSE '{}' END AS latencies
  FROM "MonitorCheck"
  WHERE "monitorId" = ${monitorId} AND "at" >= ${timestamp(from)} AND "at" < ${timestamp(to)}`

export const spansWithin = (seconds: RollupSeconds, { monitorId, from, to }: Within): Prisma.Sql => Prisma.sql`
  SELECT ${spanColumns} FROM "MonitorRollup"
  WHERE "monitorId" = ${monitorId} AND "seconds" = ${seconds}
    AND "at" >= ${timestamp(from)} AND "at" < ${timestamp(to)}`

/** Means weigh as much as checks came as they should. */
const means = phases.map(
  (phase) =>
    `sum("${phase}" * (checks - failed)) / nullif(sum(checks - failed) FILTER (WHERE "${phase}" IS NOT NULL), 0)`,
)
/** Element by element; one more than there are bounds, cut off where nothing was that slow. */
const addedUp = Array.from({ length: bucketBounds.length + 1 }, (_, index) => `sum(latencies[${index + 1}])`)
const summedColumns = [
  ...counts.map((count) => `sum(${count})::int`),
  ...means.map((mean) => `(${mean})::float4`),
  `(ARRAY[${addedUp.map((sum) => `coalesce(${sum}, 0)::int`)}])[1:max(cardinality(latencies))]`,
]
const names = [...counts, ...phases, 'latencies'] as const

/** A source put together into spans of `seconds`. */
export const summed = (seconds: number, source: Prisma.Sql): Prisma.Sql => Prisma.sql`
  SELECT date_bin(make_interval(secs => ${seconds}), "at", TIMESTAMP 'epoch') AS "at",
    ${Prisma.raw(summedColumns.map((column, index) => `${column} AS "${names[index]}"`).join(', '))}
  FROM (${source}) AS source GROUP BY 1`
