import { allowedStream } from '@/app/_server/allowed-stream'
import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/apps'
import { readAppLogs } from '@/services/apps/read-app-logs'

export const GET = route(operations.readAppLogs, async ({ ctx, params, query, request }) =>
  allowedStream({
    ctx,
    request,
    action: query.follow ? 'app.read_logs' : null,
    headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store, no-transform' },
    open: async (signal) => ndjson(await readAppLogs({ ctx, input: { appId: params.id, ...query, signal } })),
  }),
)

async function* ndjson(lines: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`
}
