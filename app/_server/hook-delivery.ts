import { idParams } from '@/core/api/common'
import { GaplessError } from '@/core/errors'
import { hookBodySchema, mostHookBytes } from '@/core/hooks/schema'
import { signedDelivery } from '@/core/hooks/signed-delivery'
import { contextFor, instanceParts } from '@/runtime'
import { authenticateHook } from '@/services/hooks/authenticate-hook'
import { receiveDelivery } from '@/services/hooks/receive-delivery'
import { clientIp } from './client-ip'
import { parseRequest } from './parse-input'
import { assertNotTooQuick, callerNetwork, countCall } from './rate-limit'
import { parseJson, readText } from './read-body'
import { requestIdOf } from './request-id'
import { answerHeaders, errorResponse } from './to-response'

/** Takes what a deploy hook is sent: the signature first, and nothing of the body is looked at before. */
export const takeDelivery = async (request: Request, { params }: { params: Promise<unknown> }): Promise<Response> => {
  const requestId = requestIdOf(request)
  const headers = { ...answerHeaders(requestId), 'content-type': 'application/json' }
  try {
    const text = await readText(request, mostHookBytes)
    const delivery = signedDelivery((name) => request.headers.get(name), text)
    const hookId = idParams.safeParse(await params).data?.id ?? ''
    const actor = await authenticateHook(instanceParts(), { hookId, delivery, ip: clientIp(request.headers) })
    await assertNotTooQuick('hook', hookId)
    // A forge asks in this way whether anybody is there.
    const event = request.headers.get('x-github-event')
    if (event === 'ping') return new Response(JSON.stringify({ pong: true }), { headers })
    const { image } = event === null ? parseRequest(hookBodySchema, text === '' ? {} : parseJson(text)) : {}
    const received = await receiveDelivery({
      ctx: contextFor(actor),
      input: { deliveryId: delivery?.id ?? '', signature: delivery?.knownBy ?? null, image },
    })
    return new Response(JSON.stringify(received), { status: 202, headers })
  } catch (error) {
    const told = await refuseTooManyWrong(request, error)
    return errorResponse(told, requestId, instanceParts().log)
  }
}

const refuseTooManyWrong = async (request: Request, error: unknown): Promise<unknown> => {
  if (!(error instanceof GaplessError) || error.kind !== 'unauthenticated') return error
  return (await countCall('address', callerNetwork(request))).refusal ?? error
}
