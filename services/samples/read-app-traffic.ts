import { z } from 'zod'
import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { type AppTraffic, pointsOf } from '@/core/samples/points'
import { rangePlans, type SampleRange } from '@/core/samples/ranges'
import type { Service } from '@/services/context'
import { listMoves } from '@/services/deployments/list-moves'

const rowSchema = z.array(
  z.object({
    at: z.date(),
    covered: z.number(),
    requests: z.number(),
    errors: z.number(),
    responseMs: z.number().nullable(),
    cpuPercent: z.number().nullable(),
    memoryBytes: z.number().nullable(),
  }),
)

/** An app's traffic and what it used over this time, with the deployments that changed it. Throws not_found. */
export const readAppTraffic: Service<{ appId: string; range: SampleRange }, AppTraffic> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.read')
  const { appId, range } = input
  const plan = rangePlans[range]
  const until = Math.floor(ctx.clock.now().getTime() / 1000 / plan.step) * plan.step
  const since = new Date((until - plan.seconds + plan.step) * 1000)
  const found = await ctx.db.app.findFirst({ where: { id: appId, deletedAt: null }, select: { id: true } })
  if (!found) throw notFound('app')
  const [rows, marks] = await Promise.all([
    // Grouping by time needs SQL of our own, which the team's client does not take: hence the team in the query.
    ctx.instanceDb.$queryRaw`
      WITH host AS (
        SELECT "hostId", date_bin(make_interval(secs => ${plan.step}), at, TIMESTAMP 'epoch') AS span,
          sum(covered)::float8 AS covered, sum(requests) AS requests, sum(errors) AS errors,
          sum("responseMs" * requests) / nullif(sum(requests) FILTER (WHERE "responseMs" IS NOT NULL), 0) AS "responseMs",
          avg("cpuPercent") AS cpu, avg("memoryBytes") AS memory
        FROM "AppSample"
        WHERE "appId" = ${appId} AND "teamId" = ${ctx.actor.teamId} AND seconds = ${plan.level}
          AND at >= ${since.toISOString()}::timestamp
        GROUP BY 1, 2
      )
      SELECT span AS at, max(covered) AS covered, sum(requests) AS requests, sum(errors) AS errors,
        sum("responseMs" * requests) / nullif(sum(requests) FILTER (WHERE "responseMs" IS NOT NULL), 0) AS "responseMs",
        sum(cpu) AS "cpuPercent", sum(memory) AS "memoryBytes"
      FROM host GROUP BY 1 ORDER BY 1`,
    listMoves(ctx, appId, since),
  ])
  return {
    range,
    stepSeconds: plan.step,
    points: pointsOf(rowSchema.parse(rows), since, plan),
    marks,
  }
}
