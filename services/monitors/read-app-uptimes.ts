import { z } from 'zod'
import { assertMay } from '@/core/access/policy'
import { uptimePercent } from '@/core/monitors/uptime'
import type { Service } from '@/services/context'

const dayMs = 24 * 60 * 60_000

const rowsSchema = z.array(z.object({ appId: z.string(), knownMs: z.number(), downMs: z.number() }))

/**
 * How much of the last 24 hours these apps were up, 0 to 100, by all of their monitors together; apps of which nothing is
 * known are left out.
 */
export const readAppUptimes: Service<{ appIds: readonly string[] }, Record<string, number>> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'monitor.read')
  if (input.appIds.length === 0) return {}
  const now = ctx.clock.now()
  const from = new Date(now.getTime() - dayMs)
  // Sums over spans need SQL of our own, which the team's client does not take: hence the team in the query.
  const rows = rowsSchema.parse(
    await ctx.instanceDb.$queryRaw`
      SELECT "appId", sum(ms)::float8 AS "knownMs",
        coalesce(sum(ms) FILTER (WHERE "state" = 'down'), 0)::float8 AS "downMs"
      FROM (
        SELECT m."appId", p."state", 1000 * extract(epoch FROM
          LEAST(coalesce(p."to", ${now.toISOString()}::timestamp), ${now.toISOString()}::timestamp)
          - GREATEST(p."from", ${from.toISOString()}::timestamp)) AS ms
        FROM "Monitor" m JOIN "MonitorPeriod" p ON p."monitorId" = m."id"
        WHERE m."teamId" = ${ctx.actor.teamId} AND m."appId" = ANY(${[...input.appIds]})
          AND (p."to" IS NULL OR p."to" > ${from.toISOString()}::timestamp) AND p."state" IN ('up', 'degraded', 'down')
      ) part
      GROUP BY 1`,
  )
  return Object.fromEntries(
    rows.flatMap(({ appId, knownMs, downMs }) => {
      const percent = uptimePercent({ knownMs, downMs, degradedMs: 0 })
      return percent === null ? [] : [[appId, percent]]
    }),
  )
}
