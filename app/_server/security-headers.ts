import { randomBytes } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import { IncomingMessage, ServerResponse } from 'node:http'

interface Options {
  /** Whether people open the dashboard over https. */
  isHttps(): boolean
  /** `next dev` brings its pages to life by evaluating text. */
  isDevelopment: boolean
}

const year = 31_536_000
/** Where Next finds the nonce that its own scripts have to carry. */
const policyHeader = 'content-security-policy'

/** These answers say themselves what a browser may do with them: pages for visitors, which run no script at all. */
const isForVisitors = (path: string): boolean => /^\/(status|subscription)\//.test(path)
const isData = (path: string): boolean => path.startsWith('/api/')

/**
 * Puts on every answer what protects people's browsers, files and errors included. It is done where Node has request and
 * answer in hand, as in caller-header.ts: a request middleware would stand before streams and large bodies as well.
 */
export const protectAnswers = (options: Options): void => {
  subscribe('http.server.request.start', (message) => {
    const request: unknown = Reflect.get(Object(message), 'request')
    const response: unknown = Reflect.get(Object(message), 'response')
    if (!(request instanceof IncomingMessage) || !(response instanceof ServerResponse)) return
    const path = request.url ?? '/'
    const nonce = randomBytes(16).toString('base64')
    const policy = policyFor(path, nonce, options)
    // What a caller sends here would otherwise be taken for ours.
    delete request.headers['content-security-policy-report-only']
    if (policy === null) delete request.headers[policyHeader]
    else request.headers[policyHeader] = policy
    const isHttps = options.isHttps() || request.headers['x-forwarded-proto'] === 'https'
    for (const [name, value] of Object.entries(headersFor(path, policy, isHttps))) response.setHeader(name, value)
  })
}

/** What a browser may load for an answer; null where the route says so itself. */
const policyFor = (path: string, nonce: string, { isDevelopment }: Pick<Options, 'isDevelopment'>): string | null => {
  if (isForVisitors(path)) return null
  if (isData(path)) return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // Charts and the share of traffic are drawn by widths and heights that stand in style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}

const headersFor = (path: string, policy: string | null, isHttps: boolean): Record<string, string> => ({
  ...(policy === null ? {} : { [policyHeader]: policy, 'referrer-policy': 'same-origin' }),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
  ...(isHttps ? { 'strict-transport-security': `max-age=${year}`, 'cross-origin-opener-policy': 'same-origin' } : {}),
  // A status badge stands on other people's pages.
  ...(isForVisitors(path) ? {} : { 'cross-origin-resource-policy': 'same-origin' }),
})
