import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { type DeploymentView, deploymentInclude, deploymentView } from './deployment-view'

/** One deployment with its steps, proof and failure. Throws not_found. */
export const getDeployment: Service<{ deploymentId: string }, DeploymentView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.read')
  const row = await ctx.db.deployment.findUnique({
    where: { id: input.deploymentId, app: { deletedAt: null } },
    include: deploymentInclude,
  })
  if (!row) throw notFound('deployment')
  return deploymentView(row)
}
