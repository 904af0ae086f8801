import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { compareReleases, type Difference } from '@/core/releases/compare'
import type { Service } from '@/services/context'
import { comparedRelease } from './compared-release'

/** What a deployment changed against what was live before it; null where there is nothing to compare. */
export interface DeploymentChanges {
  from: number | null
  to: number | null
  differences: Difference[] | null
}

/** Names of env only, never values. Throws not_found. */
export const compareWithPrevious: Service<{ deploymentId: string }, DeploymentChanges> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'release.read')
  const deployment = await ctx.db.deployment.findUnique({
    where: { id: input.deploymentId },
    select: { previousReleaseId: true, release: true },
  })
  if (!deployment) throw notFound('deployment')
  const { release, previousReleaseId } = deployment
  const previous =
    previousReleaseId === null ? null : await ctx.db.release.findUnique({ where: { id: previousReleaseId } })
  return {
    from: previous?.number ?? null,
    to: release?.number ?? null,
    differences:
      release && previous ? compareReleases(comparedRelease(ctx, previous), comparedRelease(ctx, release)) : null,
  }
}
