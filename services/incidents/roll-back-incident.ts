import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import type { DeploymentView } from '@/services/deployments/deployment-view'
import { beginRollback } from './begin-rollback'

/** What the button of an incident's page does. Throws not_found, forbidden and conflict (not_possible, already_rolled_back). */
export const rollBackIncident: Service<{ incidentId: string }, DeploymentView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.start')
  const incident = await ctx.db.incident.findUnique({
    where: { id: input.incidentId },
    include: { monitor: { select: { name: true } } },
  })
  if (!incident) throw notFound('incident')
  return beginRollback(ctx, incident, 'dashboard')
}
