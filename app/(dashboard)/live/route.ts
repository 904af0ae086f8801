import { currentSession } from '@/app/_server/session'
import { sseHeaders } from '@/app/_server/sse'
import { streamBody } from '@/app/_server/stream-body'
import { teamChanges } from '@/app/_server/team-changes'
import { contextFor } from '@/runtime'

/** Tells an open page that something of its team has changed, so that it reads itself again. */
export const GET = async (request: Request): Promise<Response> => {
  const session = await currentSession()
  if (!session) return new Response(null, { status: 401 })
  const gone = new AbortController()
  const pieces = teamChanges({
    ctx: contextFor(session.actor),
    sessionId: session.sessionId,
    signal: AbortSignal.any([request.signal, gone.signal]),
  })
  return new Response(streamBody(pieces, gone), { headers: sseHeaders })
}
