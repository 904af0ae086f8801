import { sessionRoute } from '@/app/_server/session-route'
import { readPicture } from '@/services/deployments/read-picture'

/** Who takes part in this deployment, as it is now. */
export const GET = sessionRoute<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await readPicture({ ctx, input: { deploymentId: params.id } }), {
    headers: { 'cache-control': 'no-store' },
  }),
)
