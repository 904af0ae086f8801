import { route } from '@/app/_server/route'
import { streamBody } from '@/app/_server/stream-body'
import { whileAllowed } from '@/app/_server/while-allowed'
import * as operations from '@/core/api/operations/apps'
import { readAppLogs } from '@/services/apps/read-app-logs'

export const GET = route(operations.readAppLogs, async ({ ctx, params, query, request }) => {
  const gone = new AbortController()
  const client = AbortSignal.any([request.signal, gone.signal])
  const signal = query.follow ? await whileAllowed({ ctx, request, action: 'app.read_logs', signal: client }) : client
  const lines = await readAppLogs({ ctx, input: { appId: params.id, ...query, signal } })
  const body = streamBody(ndjson(lines), gone)
  return new Response(body, {
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store, no-transform' },
  })
})

async function* ndjson(lines: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`
}
