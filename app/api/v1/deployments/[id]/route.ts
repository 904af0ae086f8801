import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/deployments'
import { getDeployment } from '@/services/deployments/get-deployment'

export const GET = route(operations.getDeployment, ({ ctx, params }) =>
  getDeployment({ ctx, input: { deploymentId: params.id } }),
)
