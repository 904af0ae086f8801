import { deploymentEvents } from '@/app/_server/deployment-events'
import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/deployments'

export const GET = route(operations.streamDeploymentEvents, ({ ctx, params, request }) =>
  deploymentEvents({ ctx, deploymentId: params.id, request }),
)
