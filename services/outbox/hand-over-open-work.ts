import { activeStatuses } from '@/core/deployments/state'
import type { Context } from '@/services/context'
import { publishOutbox } from './publish-outbox'

type Instance = Pick<Context, 'instanceDb' | 'jobs' | 'clock' | 'log'>

/** Whoever writes an outbox row hands it over right after the commit; what is older than this was left behind. */
const leftBehindMs = 1000
const atMost = 200

/**
 * Puts into the queue whatever the database says is still to be done and nobody is doing: outbox rows that were not
 * handed over or that their job has not ended, deployments whose worker died or whose job was lost, drains, removals.
 * Called by every worker each second; adding a job twice does nothing twice.
 */
export const handOverOpenWork = async (ctx: Instance): Promise<void> => {
  await handOverOutbox(ctx)
  await handOverDeployments(ctx)
  await handOverDrains(ctx)
  await handOverRemovals(ctx)
}

const handOverOutbox = async (ctx: Instance): Promise<void> => {
  const rows = await ctx.instanceDb.outbox.findMany({
    where: { publishedAt: null, createdAt: { lt: new Date(ctx.clock.now().getTime() - leftBehindMs) } },
    orderBy: { createdAt: 'asc' },
    take: atMost,
    select: { id: true },
  })
  for (const row of rows) await publishOutbox(ctx, row.id)
}

const handOverDeployments = async (ctx: Instance): Promise<void> => {
  const apps = await ctx.instanceDb.$queryRaw<{ teamId: string; appId: string }[]>`
    SELECT DISTINCT d."teamId", d."appId" FROM "Deployment" d
    LEFT JOIN "AppLease" l ON l."appId" = d."appId" AND l."expiresAt" > (now() AT TIME ZONE 'utc')
    WHERE d."status"::text = ANY(${['queued', ...activeStatuses]}) AND l."appId" IS NULL
      AND d."queuedAt" < (now() AT TIME ZONE 'utc') - interval '1 second'
    LIMIT ${atMost}`
  for (const app of apps) await ctx.jobs.add('deploy', app, { onceAs: `open-${app.appId}` })
}

const handOverDrains = async (ctx: Instance): Promise<void> => {
  const pending = await ctx.instanceDb.deployment.findMany({
    where: { drainState: 'pending' },
    select: { id: true, teamId: true },
    take: atMost,
  })
  for (const one of pending) {
    await ctx.jobs.add('drain', { teamId: one.teamId, deploymentId: one.id })
  }
}

const handOverRemovals = async (ctx: Instance): Promise<void> => {
  const deleted = await ctx.instanceDb.app.findMany({
    where: { deletedAt: { not: null } },
    select: { id: true, teamId: true },
    take: atMost,
  })
  for (const app of deleted) await ctx.jobs.add('remove-app', { teamId: app.teamId, appId: app.id })
}
