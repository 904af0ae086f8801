import { describe, expect, it } from 'vitest'
import { errorResponse } from '@/app/_server/to-response'
import { type ErrorKind, GaplessError, invalid } from '@/core/errors'

const logged: { data: Record<string, unknown>; message: string }[] = []
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (data: Record<string, unknown>, message: string) => {
    logged.push({ data, message })
  },
}

describe('an error as an answer', () => {
  const statuses: Record<ErrorKind, number> = {
    malformed: 400,
    unauthenticated: 401,
    forbidden: 403,
    not_found: 404,
    conflict: 409,
    too_large: 413,
    unsupported_media_type: 415,
    invalid: 422,
    too_many_requests: 429,
    unavailable: 503,
  }

  it.each(Object.entries(statuses))('%s is %d', async (kind, status) => {
    const response = errorResponse(new GaplessError(kind as ErrorKind, 'a_code', 'A sentence.'), 'request-1', log)
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-request-id')).toBe('request-1')
    expect(await response.json()).toMatchObject({ status, code: 'a_code', detail: 'A sentence.', errors: [] })
  })

  it('says which fields are wrong', async () => {
    const response = errorResponse(invalid([{ path: 'healthCheck.path', message: 'Begin with /.' }]), 'r', log)
    expect(await response.json()).toMatchObject({ errors: [{ path: 'healthCheck.path', message: 'Begin with /.' }] })
  })

  it('asks for a token', () => {
    const response = errorResponse(new GaplessError('unauthenticated', 'token_missing', '…'), 'r', log)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
  })

  it('says in whole seconds when to come back', () => {
    const error = new GaplessError('too_many_requests', 'slow_down', '…', { retryAfterSeconds: 2.1 })
    expect(errorResponse(error, 'r', log).headers.get('retry-after')).toBe('3')
    expect(
      errorResponse(new GaplessError('too_many_requests', 'slow_down', '…'), 'r', log).headers.get('retry-after'),
    ).toBe('60')
  })

  it('tells nothing of what is not ours, and logs it', async () => {
    const response = errorResponse(new Error('connect ECONNREFUSED 10.0.0.1:5432'), 'request-2', log)
    expect(response.status).toBe(500)
    const text = await response.text()
    expect(text).not.toContain('10.0.0.1')
    expect(text).toContain('request-2')
    expect(logged.at(-1)?.data).toMatchObject({ requestId: 'request-2' })
    expect(String(logged.at(-1)?.data.error)).toContain('ECONNREFUSED')
  })

  it("keeps a query's arguments out of the log", () => {
    class PrismaClientValidationError extends Error {
      override name = 'PrismaClientValidationError'
    }
    errorResponse(new PrismaClientValidationError('Invalid create({ data: { env: "hunter2" } })'), 'r', log)
    expect(JSON.stringify(logged.at(-1))).not.toContain('hunter2')
    expect(String(logged.at(-1)?.data.error)).toContain('PrismaClientValidationError')
  })
})
