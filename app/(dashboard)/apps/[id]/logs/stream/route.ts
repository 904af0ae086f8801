import { sessionRoute } from '@/app/_server/session-route'
import { sseFrame, sseHeaders } from '@/app/_server/sse'
import { streamBody } from '@/app/_server/stream-body'
import { readAppLogs } from '@/services/apps/read-app-logs'

const tail = 500

/** What the app's replicas write: the last lines, then each new one. */
export const GET = sessionRoute<{ id: string }>(async ({ ctx, params, request }) => {
  const gone = new AbortController()
  const signal = AbortSignal.any([request.signal, gone.signal])
  const lines = await readAppLogs({ ctx, input: { appId: params.id, tail, follow: true, signal } })
  return new Response(streamBody(frames(lines), gone), { headers: sseHeaders })
})

async function* frames(lines: AsyncIterable<unknown>): AsyncGenerator<string> {
  // Says at once that the stream is open, also when nothing was written yet.
  yield sseFrame('open', {})
  for await (const line of lines) yield sseFrame('log', line)
}
