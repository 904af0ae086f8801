import { sessionRoute } from '@/app/_server/session-route'
import { compareWithPrevious } from '@/services/releases/compare-with-previous'

/** What this deployment changed, for a row of the history that is opened. */
export const GET = sessionRoute<{ id: string }>(async ({ ctx, params }) =>
  Response.json(await compareWithPrevious({ ctx, input: { deploymentId: params.id } }), {
    headers: { 'cache-control': 'no-store' },
  }),
)
