import { sessionRoute } from '@/app/_server/session-route'
import { streamBody } from '@/app/_server/stream-body'
import type { LogEvent } from '@/core/events/deployment-events'
import { stripAnsi } from '@/core/format/ansi'
import { readDeploymentLog } from '@/services/deployments/read-deployment-log'

/** The whole log as a text file. */
export const GET = sessionRoute<{ id: string }>(async ({ ctx, params }) => {
  const lines = await readDeploymentLog({ ctx, input: { deploymentId: params.id } })
  return new Response(streamBody(asText(lines), new AbortController()), {
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="deployment-${params.id.slice(-12).replace(/[^a-z0-9]/gi, '')}.log"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
})

async function* asText(lines: AsyncIterable<LogEvent>): AsyncGenerator<string> {
  for await (const { at, replica, line } of lines) {
    yield `${at} ${replica === null ? 'gapless' : `replica-${replica}`} ${stripAnsi(line)}\n`
  }
}
