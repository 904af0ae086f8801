import { liveStream } from '@/app/_server/live/live-stream'
import { topicsOf } from '@/app/_server/live/topics'
import { currentSession } from '@/app/_server/session'
import { sessionRoute } from '@/app/_server/session-route'
import { sseHeaders } from '@/app/_server/sse'
import { streamBody } from '@/app/_server/stream-body'

/** The one connection of an open page; see app/_server/live. */
export const GET = sessionRoute(async ({ ctx, request }) => {
  const session = await currentSession()
  const gone = new AbortController()
  const stream = liveStream({
    ctx,
    sessionId: session?.sessionId ?? '',
    topics: topicsOf(request),
    signal: AbortSignal.any([request.signal, gone.signal]),
  })
  return new Response(streamBody(stream, gone), { headers: sseHeaders })
})
