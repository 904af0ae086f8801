import { z } from 'zod'
import { appStatuses } from '@/core/apps/schema'
import { deploymentStatuses } from '@/core/deployments/state'
import { durationBuckets, type Metrics } from '@/core/metrics/metrics'
import { checkSchema } from '@/core/monitors/check'
import { Prisma } from '@/prisma/generated/client'
import { appInclude } from '@/services/apps/app-row'
import { appViews } from '@/services/apps/app-view'
import type { Service } from '@/services/context'

const rowSchema = z.object({
  status: z.enum(deploymentStatuses),
  count: z.number(),
  durationSum: z.number(),
  durationCount: z.number(),
  buckets: z.array(z.number()),
  requests: z.number(),
  failed: z.number(),
  appErrors: z.number(),
  cut: z.number(),
})
type Row = z.infer<typeof rowSchema>

/** The team's figures, in a constant number of queries. */
export const readMetrics: Service<{ jobsWaiting: Record<string, number> }, Metrics> = async ({ ctx, input }) => {
  const [deployments, apps, monitors, openIncidents] = await Promise.all([
    // Sums over JSON need SQL of our own, which the team's client does not take: hence the team in the query.
    ctx.instanceDb.$queryRaw(deploymentFigures(ctx.actor.teamId)),
    ctx.db.app.findMany({ where: { deletedAt: null }, include: appInclude }).then((found) => appViews(ctx, found)),
    ctx.db.monitor.findMany({ select: monitorFields, orderBy: { id: 'asc' }, take: mostMonitors }),
    ctx.db.incident.count({ where: { status: { not: 'resolved' } } }),
  ])
  const rows = z.array(rowSchema).parse(deployments)
  return {
    deployments: deploymentStatuses.map((status) => ({
      status,
      count: rows.find((row) => row.status === status)?.count ?? 0,
    })),
    durations: rows.map(({ status, buckets, durationSum, durationCount }) => ({
      status,
      buckets,
      sumSeconds: durationSum,
      count: durationCount,
    })),
    requests: sum(rows, 'requests'),
    failedRequests: sum(rows, 'failed'),
    appErrors: sum(rows, 'appErrors'),
    cutConnections: sum(rows, 'cut'),
    apps: appStatuses.map((status) => ({ status, count: apps.filter((app) => app.status === status).length })),
    monitors: monitors.map(({ id, name, enabled, watch }) => ({
      id,
      name,
      isUp: !enabled || !watch || watch.state === 'pending' ? null : watch.state !== 'down',
      responseSeconds: secondsOf(watch?.lastCheck),
      certificateExpiresAt: watch?.tlsExpiresAt ?? null,
    })),
    openIncidents,
    jobsWaiting: input.jobsWaiting,
  }
}

/** More than one instance is meant for. */
const mostMonitors = 20_000

const monitorFields = {
  id: true,
  name: true,
  enabled: true,
  watch: { select: { state: true, lastCheck: true, tlsExpiresAt: true } },
} as const

const secondsOf = (lastCheck: unknown): number | null => {
  const ms = checkSchema.safeParse(lastCheck).data?.phases.totalMs ?? null
  return ms === null ? null : ms / 1000
}

const sum = (rows: readonly Row[], field: 'requests' | 'failed' | 'appErrors' | 'cut'): number =>
  rows.reduce((total, row) => total + row[field], 0)

const proofSum = (field: string) => Prisma.sql`coalesce(sum((proof ->> ${field})::float8), 0)::float8`

const deploymentFigures = (teamId: string) => {
  const buckets = durationBuckets.map((limit) => Prisma.sql`(count(*) FILTER (WHERE seconds <= ${limit}))::float8`)
  return Prisma.sql`
    SELECT status::text, count(*)::float8 AS count,
      coalesce(sum(seconds), 0)::float8 AS "durationSum", count(seconds)::float8 AS "durationCount",
      ARRAY[${Prisma.join(buckets)}] AS buckets,
      ${proofSum('requests')} AS requests, ${proofSum('failed')} AS failed,
      ${proofSum('appErrors')} AS "appErrors", ${proofSum('cut')} AS cut
    FROM (
      SELECT status, proof, extract(epoch FROM "finishedAt" - "startedAt")::float8 AS seconds
      FROM "Deployment" WHERE "teamId" = ${teamId}
    ) AS deployment
    GROUP BY status`
}
