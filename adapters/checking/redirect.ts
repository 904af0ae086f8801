import type { IncomingMessage } from 'node:http'
import { isHttp } from '@/core/net/http-url'

/** One request on the way. */
export interface Step {
  url: URL
  method: string
  headers: Record<string, string>
  body: string | null
}

/** What anybody may be sent. */
const harmless = ['user-agent', 'accept', 'accept-encoding']

const isRedirect = (status: number | undefined): boolean => [301, 302, 303, 307, 308].includes(status ?? 0)

/**
 * The request that an answer asks for, by the rules of fetch; null for an answer that asks for none. Another origin gets
 * nothing of what the monitor was given to send, and a body that would have to be repeated there is refused.
 */
export const redirected = (step: Step, response: IncomingMessage): Step | 'refused' | null => {
  const { location } = response.headers
  if (!isRedirect(response.statusCode) || location === undefined) return null
  if (!URL.canParse(location, step.url)) return 'refused'
  const url = new URL(location, step.url)
  if (!isHttp(url)) return 'refused'
  url.username = ''
  url.password = ''
  const becomesGet =
    response.statusCode === 303
      ? step.method !== 'HEAD'
      : (response.statusCode === 301 || response.statusCode === 302) && step.method === 'POST'
  const method = becomesGet ? 'GET' : step.method
  const body = becomesGet ? null : step.body
  if (url.origin === step.url.origin) return { url, method, body, headers: step.headers }
  if (body !== null) return 'refused'
  const headers = Object.fromEntries(Object.entries(step.headers).filter(([name]) => harmless.includes(name)))
  return { url, method, body, headers }
}
