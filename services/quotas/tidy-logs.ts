import type { InstanceContext } from '@/services/context'
import { limitsOf } from './team-quotas'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock' | 'instance' | 'log'>

/** Nothing more is written to a log by then. */
const quietMs = 10 * 60_000
const batch = 200

/**
 * Keeps the logs of deployments within what each team may have: the oldest go, and their pages say so. Their steps, proof
 * and failure stay.
 */
export const tidyLogs = async (ctx: Ctx): Promise<void> => {
  await measureEnded(ctx)
  const teams = await ctx.instanceDb.team.findMany()
  for (const team of teams) {
    const limit = limitsOf(ctx.instance.quotas, team).logBytes
    if (limit !== null) await forgetOldest(ctx, team.id, limit)
  }
}

/** Each deployment is measured once, when nothing more comes to its log. */
const measureEnded = async (ctx: Ctx): Promise<void> => {
  const before = new Date(ctx.clock.now().getTime() - quietMs).toISOString()
  for (;;) {
    const measured = await ctx.instanceDb.$executeRaw`
      UPDATE "Deployment" AS d SET "logBytes" = LEAST(2000000000, (
        SELECT COALESCE(SUM(octet_length(e."data"::text)), 0) FROM "DeploymentEvent" e
        WHERE e."deploymentId" = d."id" AND e."type" = 'log'
      ))
      WHERE d."id" IN (
        SELECT "id" FROM "Deployment"
        WHERE "logBytes" IS NULL AND "finishedAt" < ${before}::timestamp AND "drainState" IS DISTINCT FROM 'pending'
        ORDER BY "id" LIMIT ${batch}
      )`
    if (measured < batch) return
  }
}

const forgetOldest = async (ctx: Ctx, teamId: string, limit: number): Promise<void> => {
  const over = await ctx.instanceDb.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM (
      SELECT "id", "logBytes", SUM("logBytes") OVER (ORDER BY "id" DESC) AS "upTo"
      FROM "Deployment" WHERE "teamId" = ${teamId} AND "logBytes" > 0
    ) AS sized WHERE "upTo" > ${limit}`
  for (const { id } of over) {
    await ctx.instanceDb.$transaction([
      ctx.instanceDb.deploymentEvent.deleteMany({ where: { deploymentId: id, type: 'log' } }),
      ctx.instanceDb.deployment.update({
        where: { id },
        data: { logBytes: 0, logForgottenAt: ctx.clock.now() },
      }),
    ])
  }
  if (over.length > 0) ctx.log.info({ teamId, deployments: over.length }, 'the oldest logs were taken away')
}
