import { sessionRoute } from '@/app/_server/session-route'
import { countIncidents } from '@/services/incidents/count-incidents'

/** How many incidents have not ended, for the mark in the rail. */
export const GET = sessionRoute(async ({ ctx }) => {
  const { open, acknowledged, hurts } = await countIncidents({ ctx, input: {} })
  return Response.json({ count: open + acknowledged, hurts })
})
