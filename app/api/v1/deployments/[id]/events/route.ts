import { authenticate } from '@/app/_server/authenticate'
import { deploymentEvents } from '@/app/_server/deployment-events'
import { route } from '@/app/_server/route'
import { may } from '@/core/access/policy'
import * as operations from '@/core/api/operations/deployments'

export const GET = route(operations.streamDeploymentEvents, ({ ctx, params, request }) =>
  deploymentEvents({
    ctx,
    deploymentId: params.id,
    request,
    stillAllowed: async () => may(await authenticate(request, 'deployment.read'), 'deployment.read'),
  }),
)
