import type { z } from 'zod'
import { assertMay, assertOperator } from '@/core/access/policy'
import { type Operation, takesBody } from '@/core/api/operation'
import { GaplessError, invalid, notFound } from '@/core/errors'
import { contextFor, instanceParts } from '@/runtime'
import type { Context } from '@/services/context'
import { type Answer, answerOnce } from '@/services/idempotency/answer-once'
import { authenticate } from './authenticate'
import { parseRequest, queryOf } from './parse-input'
import { callerNetwork, countCall } from './rate-limit'
import { type Body, readBody } from './read-body'
import { requestIdOf } from './request-id'
import { answerHeaders, errorResponse } from './to-response'

/** A call after all checks. */
interface Call<Op extends Operation> {
  ctx: Context
  params: z.output<Op['params']>
  query: z.output<Op['query']>
  body: Op['body'] extends z.ZodType ? z.output<Op['body']> : undefined
  request: Request
}

type Result<Op extends Operation> = Op['response'] extends z.ZodType ? z.output<Op['response']> : undefined

type Handler = (request: Request, context: { params: Promise<unknown> }) => Promise<Response>

/**
 * The handler of one operation: who calls, may they, is the call well formed; then the service; then its result or
 * error as an answer. A handler that streams returns a Response of its own.
 */
export const route =
  <const Op extends Operation>(
    operation: Op,
    run: (call: Call<Op>) => Promise<Result<Op> | Response | undefined>,
  ): Handler =>
  async (request, { params }) => {
    const requestId = requestIdOf(request)
    const rate: Record<string, string> = {}
    try {
      const ctx = contextFor(await authenticate(request, operation.access))
      const { headers, refusal } = await countCall('token', ctx.actor.id)
      Object.assign(rate, headers)
      if (refusal) throw refusal
      if (operation.access === 'operator') assertOperator(ctx.actor, 'make this call')
      else if (operation.access !== 'public' && operation.access !== 'metrics') assertMay(ctx.actor, operation.access)
      const raw = await bodyOf(operation, request)
      const call = {
        ctx,
        params: parseParams(operation, await params),
        query: parseRequest(operation.query, queryOf(new URL(request.url))),
        body: parseBody(operation, raw),
        request,
        // The schemas are this operation's own, which the compiler cannot see through the general Operation.
      } as Call<Op>
      const answer = async (): Promise<Response> => resultResponse(operation, await run(call), requestId)
      const key = operation.method === 'post' ? request.headers.get('idempotency-key') : null
      const response = key === null ? await answer() : await onlyOnce({ ctx, key, request, raw, requestId, answer })
      return withHeaders(response, rate)
    } catch (error) {
      const told = isWrongToken(error) ? await wrongToken(request, error, rate) : error
      return withHeaders(errorResponse(told, requestId, instanceParts().log), rate)
    }
  }

const withHeaders = (response: Response, headers: Record<string, string>): Response => {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

const isWrongToken = (error: unknown): error is GaplessError =>
  error instanceof GaplessError && error.code === 'invalid_token'

/** Guessing is slow anyway; this keeps it from keeping us busy. Right tokens from the same address are not held up. */
const wrongToken = async (
  request: Request,
  error: GaplessError,
  rate: Record<string, string>,
): Promise<GaplessError> => {
  const { headers, refusal } = await countCall('address', callerNetwork(request))
  Object.assign(rate, headers)
  return refusal ?? error
}

const bodyOf = async (operation: Operation, request: Request): Promise<Body> => {
  if (!takesBody(operation)) return { text: '', value: undefined }
  const types = operation.patchOf ? ['application/merge-patch+json', 'application/json'] : ['application/json']
  return readBody(request, types)
}

const parseParams = (operation: Operation, params: unknown): unknown => {
  const parsed = operation.params.safeParse(params ?? {})
  if (!parsed.success)
    throw notFound(operation.tag.toLowerCase().replace(/(ie)?s$/, (end) => (end === 'ies' ? 'y' : '')))
  return parsed.data
}

const parseBody = (operation: Operation, { value }: Body): unknown => {
  if (operation.body) {
    if (value !== undefined) return parseRequest(operation.body, value)
    if (operation.bodyOptional) return parseRequest(operation.body, {})
    throw new GaplessError('malformed', 'body_missing', 'This call takes a JSON body.')
  }
  const isEmpty =
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  if (isEmpty) return undefined
  const names = typeof value === 'object' && value !== null ? Object.keys(value).slice(0, 100) : ['']
  throw invalid(names.map((path) => ({ path: path.slice(0, 300), message: 'This call takes no values.' })))
}

const resultResponse = (operation: Operation, result: unknown, requestId: string): Response => {
  if (result instanceof Response) {
    if (!result.headers.has('cache-control')) result.headers.set('cache-control', 'no-store')
    result.headers.set('x-request-id', requestId)
    return result
  }
  const headers = answerHeaders(requestId)
  if (operation.success === 204) return new Response(null, { status: 204, headers })
  const created = operation.success === 201 && typeof result === 'object' && result !== null && 'id' in result
  return new Response(JSON.stringify(result), {
    status: operation.success,
    headers: {
      ...headers,
      'content-type': 'application/json',
      ...(created && !operation.path.includes('{') ? { location: `${operation.path}/${String(result.id)}` } : {}),
    },
  })
}

interface Once {
  ctx: Context
  key: string
  request: Request
  raw: Body
  requestId: string
  answer: () => Promise<Response>
}

/** The first answer to this key, problems of the caller's making among them. */
const onlyOnce = async ({ ctx, key, request, raw, requestId, answer }: Once): Promise<Response> => {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw invalid([{ path: 'Idempotency-Key', message: 'Use 1 to 255 visible ASCII characters, no spaces.' }])
  }
  const { pathname, search } = new URL(request.url)
  const kept = await answerOnce(ctx, {
    key,
    request: `${request.method} ${pathname}${search}`,
    body: raw.text,
    run: async () => {
      const response = await answer().catch((error: unknown) => {
        if (error instanceof GaplessError) return errorResponse(error, requestId, ctx.log)
        throw error
      })
      return answerOf(response)
    },
  })
  return new Response(kept.answer.status === 204 ? null : kept.answer.body, {
    status: kept.answer.status,
    headers: {
      ...kept.answer.headers,
      ...answerHeaders(requestId),
      ...(kept.replayed ? { 'idempotent-replayed': 'true' } : {}),
    },
  })
}

const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: await response.text(),
})
