import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/deployments'
import { cancelDeployment } from '@/services/deployments/cancel-deployment'

export const POST = route(operations.cancelDeployment, ({ ctx, params }) =>
  cancelDeployment({ ctx, input: { deploymentId: params.id } }),
)
