import type { Action } from '@/core/access/policy'
import type { Context } from '@/services/context'
import { streamBody } from './stream-body'
import { whileAllowed } from './while-allowed'

interface Options {
  ctx: Context
  request: Request
  /** What the caller has to be allowed all the while; null where all is there already and nobody is asked again. */
  action: Action | null
  headers: Record<string, string>
  /** Makes what is streamed; it ends with the signal. What it throws is thrown on. */
  open(signal: AbortSignal): Promise<AsyncGenerator<string>>
}

/**
 * The answer that streams for as long as its caller listens and may. Whatever it ends by, the watch over its caller ends
 * with it: Next aborts a request's signal only where the client leaves before the end.
 */
export const allowedStream = async ({ ctx, request, action, headers, open }: Options): Promise<Response> => {
  const gone = new AbortController()
  const client = AbortSignal.any([request.signal, gone.signal])
  try {
    const pieces = await open(action === null ? client : await whileAllowed({ ctx, request, action, signal: client }))
    if (request.method !== 'HEAD') return new Response(streamBody(pieces, gone), { headers })
    // Next answers by the same handler and never takes the body.
    gone.abort()
    return new Response(null, { headers })
  } catch (error) {
    gone.abort()
    throw error
  }
}
