import type { NextRequest } from 'next/server'
import NextAuth from 'next-auth'
import { clientIp } from '@/app/_server/client-ip'
import { retryAfterOf } from '@/core/access/sign-in-error'
import { authOptions } from '@/runtime'

type RouteContext = { params: Promise<{ nextauth: string[] }> }

/** A login is short; next-auth would read a body of any length. */
const mostBytes = 64 * 1024

const handle = async (request: NextRequest, context: RouteContext): Promise<Response> => {
  const length = request.method === 'POST' ? Number(request.headers.get('content-length') ?? Number.NaN) : 0
  if (!(length <= mostBytes)) return new Response(null, { status: 413 })
  const caller = {
    ip: clientIp(request.headers) ?? 'unknown',
    userAgent: request.headers.get('user-agent') ?? '',
  }
  return withRetryAfter(await NextAuth(request, context, authOptions(caller)))
}

/** next-auth answers every failed sign-in with 401; too many attempts are a 429 that says how long to wait. */
const withRetryAfter = async (response: Response): Promise<Response> => {
  if (response.status !== 401) return response
  const text = await response.text()
  const seconds = retryAfterOf(errorIn(response.headers.get('location') ?? text))
  const headers = new Headers(response.headers)
  if (seconds === null) return new Response(text, { status: 401, headers })
  headers.set('retry-after', String(seconds))
  return new Response(text, { status: 429, headers })
}

const errorIn = (text: string): string => /[?&]error=([A-Za-z0-9_-]+)/.exec(text)?.[1] ?? ''

export { handle as GET, handle as POST }
