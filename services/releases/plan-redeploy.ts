import { assertMay } from '@/core/access/policy'
import { percentile } from '@/core/deployments/proof'
import { notFound } from '@/core/errors'
import { compareReleases, type Difference } from '@/core/releases/compare'
import type { Service } from '@/services/context'
import { comparedRelease } from './compared-release'

export interface RedeployPlan {
  appId: string
  appName: string
  target: { id: string; number: number; image: string; digest: string }
  /** What serves now, null if nothing does. */
  live: { number: number; image: string } | null
  /** null where nothing is live to compare with. */
  differences: Difference[] | null
  hosts: string[]
  /** The target's replicas still run, so it only takes a shift of traffic. */
  stillRuns: boolean
  /** From pressing to live: the median of the app's last five, null before the first. */
  expectedMs: number | null
}

/** What pressing Redeploy on a release will do. Throws not_found. */
export const planRedeploy: Service<{ releaseId: string }, RedeployPlan> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'release.read')
  const target = await ctx.db.release.findFirst({
    where: { id: input.releaseId, app: { deletedAt: null } },
    include: { app: { include: { hosts: { select: { host: { select: { name: true } } } } } } },
  })
  if (!target) throw notFound('release')
  const { app } = target
  const [live, running, last] = await Promise.all([
    app.currentReleaseId === null ? null : ctx.db.release.findUnique({ where: { id: app.currentReleaseId } }),
    ctx.db.replica.count({ where: { releaseId: target.id, state: { in: ['ready', 'draining'] } } }),
    ctx.db.deployment.findMany({
      where: { appId: app.id, status: 'succeeded', liveAt: { not: null } },
      orderBy: { id: 'desc' },
      take: 5,
      select: { queuedAt: true, liveAt: true },
    }),
  ])
  const durations = last.map((one) => (one.liveAt?.getTime() ?? 0) - one.queuedAt.getTime())
  return {
    appId: app.id,
    appName: app.name,
    target: { id: target.id, number: target.number, image: target.image, digest: target.digest },
    live: live && { number: live.number, image: live.image },
    differences: live && compareReleases(comparedRelease(ctx, live), comparedRelease(ctx, target)),
    hosts: app.hosts.map((place) => place.host.name),
    stillRuns: running > 0,
    expectedMs: percentile(durations, 0.5),
  }
}
