import { sessionRoute } from '@/app/_server/session-route'

/** Whether one is still signed in: an EventSource cannot see why it was refused. 204, or 401. */
export const GET = sessionRoute(async () => new Response(null, { status: 204 }))
