import type { Problem } from '@/core/api/common'
import { describeError } from '@/core/describe-error'
import { GaplessError } from '@/core/errors'
import type { Log } from '@/services/context'
import { internalProblem, problemOf } from './problem'

export const answerHeaders = (requestId: string): Record<string, string> => ({
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-request-id': requestId,
})

export const problemResponse = (problem: Problem, requestId: string, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...answerHeaders(requestId), 'content-type': 'application/problem+json', ...headers },
  })

/** The one place where an error becomes an answer. Whatever is not ours is logged and tells the caller nothing. */
export const errorResponse = (error: unknown, requestId: string, log: Log): Response => {
  if (!(error instanceof GaplessError)) {
    log.error({ requestId, error: describeError(error) }, 'a request failed')
    return problemResponse(internalProblem(requestId), requestId)
  }
  const problem = problemOf(error)
  return problemResponse(problem, requestId, {
    ...(problem.status === 401 ? { 'www-authenticate': 'Bearer realm="gapless"' } : {}),
    ...retryAfter(error, problem.status),
  })
}

const retryAfter = (error: GaplessError, status: number): Record<string, string> => {
  if (status !== 429 && status !== 503) return {}
  const seconds = error.retryAfterSeconds ?? (status === 429 ? 60 : undefined)
  return seconds === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(seconds))) }
}
