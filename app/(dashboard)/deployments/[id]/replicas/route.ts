import { sessionRoute } from '@/app/_server/session-route'
import { getDeployment } from '@/services/deployments/get-deployment'
import { listReplicas } from '@/services/deployments/list-replicas'

/** The replicas of this deployment's picture, as they are now. */
export const GET = sessionRoute<{ id: string }>(async ({ ctx, params }) => {
  const deployment = await getDeployment({ ctx, input: { deploymentId: params.id } })
  const replicas = await listReplicas({ ctx, input: { deploymentId: deployment.id, appId: deployment.appId } })
  return Response.json({ replicas, release: deployment.release }, { headers: { 'cache-control': 'no-store' } })
})
