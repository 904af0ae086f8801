import { deploymentEvents } from '@/app/_server/deployment-events'
import { currentSession } from '@/app/_server/session'
import { sessionRoute } from '@/app/_server/session-route'
import { assertMay } from '@/core/access/policy'
import { readSession } from '@/services/sessions/read-session'

/** What happens in this deployment from now on, until its proof is complete. */
export const GET = sessionRoute<{ id: string }>(async ({ ctx, params, request }) => {
  assertMay(ctx.actor, 'deployment.read')
  const session = await currentSession()
  const { teamId, ip } = ctx.actor
  return deploymentEvents({
    ctx,
    deploymentId: params.id,
    request,
    untilProofComplete: true,
    stillAllowed: async () =>
      session !== null && (await readSession(ctx, { sessionId: session.sessionId, teamId, ip })) !== null,
  })
})
