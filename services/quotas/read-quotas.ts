import { assertMay } from '@/core/access/policy'
import type { QuotaUses } from '@/core/quotas/quota'
import type { Service } from '@/services/context'
import { countOf, readLimits } from './team-quotas'

/** How much of what it may have the team uses. */
export const readQuotas: Service<Record<string, never>, QuotaUses> = async ({ ctx }) => {
  assertMay(ctx.actor, 'team.read')
  const { teamId } = ctx.actor
  const [limits, apps, monitors, logBytes] = await Promise.all([
    readLimits(ctx),
    countOf.apps(ctx.instanceDb, teamId),
    countOf.monitors(ctx.instanceDb, teamId),
    countOf.logBytes(ctx.instanceDb, teamId),
  ])
  return {
    apps: { used: apps, limit: limits.apps },
    monitors: { used: monitors, limit: limits.monitors },
    logBytes: { used: logBytes, limit: limits.logBytes },
  }
}
