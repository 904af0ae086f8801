import { invalid, notFound } from '@/core/errors'
import type { Context } from '@/services/context'
import { allowedStream } from './allowed-stream'
import { deploymentFeed } from './live/deployment-feed'
import { heartbeat, retry, sseFrame, sseHeaders } from './sse'

interface Options {
  ctx: Context
  deploymentId: string
  request: Request
}

/** The answer that streams a deployment's events. Throws not_found, and invalid for a Last-Event-ID that is none. */
export const deploymentEvents = async (options: Options): Promise<Response> => {
  const { ctx, deploymentId, request } = options
  const after = resumeAfter(request)
  const deployment = await ctx.db.deployment.findUnique({ where: { id: deploymentId }, select: { id: true } })
  if (!deployment) throw notFound('deployment')
  return allowedStream({
    ctx,
    request,
    action: 'deployment.read',
    headers: sseHeaders,
    open: async (signal) => frames(deploymentFeed({ ctx, deploymentId, after, signal, untilProofComplete: false })),
  })
}

async function* frames(feed: ReturnType<typeof deploymentFeed>): AsyncGenerator<string> {
  yield retry
  for await (const event of feed) {
    yield 'data' in event
      ? sseFrame(event.type, event.data, event.id === null ? undefined : String(event.id))
      : heartbeat
  }
}

/** Where a client wants to go on, from the header that browsers send or the parameter. Throws invalid. */
const resumeAfter = (request: Request): bigint => {
  const given = request.headers.get('last-event-id') || new URL(request.url).searchParams.get('lastEventId') || '0'
  if (/^\d{1,18}$/.test(given)) return BigInt(given)
  throw invalid([{ path: 'lastEventId', message: 'Use the id of an event.' }])
}
