import type { Problem } from '@/core/api/common'
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

/** Where it happened, but no message of Prisma's: those quote the arguments of the query, which may be secret. */
export const describeError = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : ''
  const said = error.name.startsWith('Prisma') || error.name === 'ZodError' ? '' : `: ${error.message}`
  return [`${error.name}${code}${said}`, ...frames.slice(0, 12)].join('\n')
}
