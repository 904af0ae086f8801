import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import type { DeploymentView } from '@/services/deployments/deployment-view'
import { beginRollback } from './begin-rollback'
import { findByRollbackLink } from './find-by-rollback-link'

/**
 * What the button behind a rollback link does, as whoever is signed in. Throws not_found, forbidden and conflict
 * (link_expired, not_possible, already_rolled_back).
 */
export const rollBack: Service<{ incidentId: string; token: string }, DeploymentView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.start')
  return beginRollback(ctx, await findByRollbackLink(ctx, input), 'dashboard')
}
