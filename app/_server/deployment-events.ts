import { notFound } from '@/core/errors'
import type { Context } from '@/services/context'
import { deploymentStream, resumeAfter } from './deployment-stream'
import { sseHeaders } from './sse'
import { streamBody } from './stream-body'

interface Options {
  ctx: Context
  deploymentId: string
  request: Request
  untilProofComplete: boolean
  stillAllowed: () => Promise<boolean>
}

/** The answer that streams a deployment's events. Throws not_found, and invalid for a Last-Event-ID that is none. */
export const deploymentEvents = async (options: Options): Promise<Response> => {
  const { ctx, deploymentId, request } = options
  const after = resumeAfter(request)
  const deployment = await ctx.db.deployment.findUnique({ where: { id: deploymentId }, select: { id: true } })
  if (!deployment) throw notFound('deployment')
  const gone = new AbortController()
  const stream = deploymentStream({
    ctx,
    deploymentId,
    after,
    signal: AbortSignal.any([request.signal, gone.signal]),
    stillAllowed: () => options.stillAllowed().catch(() => false),
    untilProofComplete: options.untilProofComplete,
  })
  return new Response(streamBody(stream, gone), { headers: sseHeaders })
}
