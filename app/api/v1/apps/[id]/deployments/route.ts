import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/deployments'
import { listDeployments } from '@/services/deployments/list-deployments'
import { startDeployment } from '@/services/deployments/start-deployment'

export const GET = route(operations.listDeployments, async ({ ctx, params, query }) =>
  publicPage(await listDeployments({ ctx, input: { ...query, cursor: query.cursor ?? null, appId: params.id } })),
)

export const POST = route(operations.startDeployment, ({ ctx, params, body, request }) =>
  startDeployment({
    ctx,
    input: { ...body, appId: params.id, trigger: 'api', requestKey: request.headers.get('idempotency-key') },
  }),
)
