import { setMaxListeners } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { CertificateEnd, Observation, Phases } from '@/core/monitors/check'
import { chooseAddress } from '@/core/net/choose-address'
import { isHttp } from '@/core/net/http-url'
import type { CheckRequest, HttpChecker, Reach } from '@/core/ports/http-checker'
import type { Resolver } from '@/core/ports/resolver'
import { failureOf } from './failure-of'
import { bareHost, type HopTarget, sendHop } from './hop'
import { readAnswer } from './keyword-search'
import { redirected, type Step } from './redirect'

const mostRedirects = 5

interface Options {
  resolver: Resolver
  /** Certificates that are trusted beside the usual ones. */
  ca?: readonly string[]
}

type Failure = NonNullable<Observation['failure']>

/** A failure that is known for what it is. */
class CheckFailure extends Error {
  readonly failure: Failure
  constructor(code: Failure['code'], detail: string) {
    super(detail)
    this.failure = { code, detail }
  }
}

/** Asks as a browser would that has never been there: a new connection each time, to an address that was looked at. */
export const createHttpChecker = (options: Options): HttpChecker => ({
  check: async (request, reach, signal) => {
    const seen: Seen = { statusCode: null, hasKeyword: null, tlsEnd: null, redirects: [], hasAnswer: false }
    const phases: Phases = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null }
    const began = performance.now()
    const limit = timeLimit(request.timeoutMs, signal)
    let failure: Failure | null = null
    try {
      await Promise.race([limit.over, follow({ ...options, request, reach, signal: limit.signal, phases, seen })])
    } catch (error) {
      if (error instanceof CheckFailure) failure = error.failure
      else if (limit.isOver()) failure = { code: 'timeout', detail: `${request.timeoutMs} ms` }
      else failure = failureOf(error, seen.hasAnswer)
    } finally {
      limit.end()
    }
    phases.totalMs = performance.now() - began
    const { statusCode, hasKeyword, tlsEnd, redirects } = seen
    return { statusCode, failure, phases: { ...phases }, hasKeyword, tlsEnd, redirects }
  },
})

/**
 * A signal for one check. AbortSignal.any would keep something of each check for as long as the process runs, for that is
 * how long the outer signal lives.
 */
const timeLimit = (ms: number, outer: AbortSignal | undefined) => {
  const controller = new AbortController()
  let isOver = false
  const timer = setTimeout(() => {
    isOver = true
    controller.abort()
  }, ms)
  const abort = (): void => controller.abort()
  // As many checks as are under way listen to the one signal; that is no leak.
  if (outer) setMaxListeners(0, outer)
  outer?.addEventListener('abort', abort, { once: true })
  if (outer?.aborted) abort()
  return {
    signal: controller.signal,
    /** Rejects when it aborts, so that a check ends then, whatever the other side has made of its connection. */
    over: new Promise<never>((_, reject) => {
      const end = (): void => reject(new Error('broken off'))
      controller.signal.addEventListener('abort', end, { once: true })
      if (controller.signal.aborted) end()
    }),
    isOver: () => isOver,
    end: (): void => {
      clearTimeout(timer)
      outer?.removeEventListener('abort', abort)
    },
  }
}

interface Seen {
  statusCode: number | null
  hasKeyword: boolean | null
  tlsEnd: CertificateEnd | null
  redirects: string[]
  hasAnswer: boolean
}

interface Following extends Options {
  request: CheckRequest
  reach: Reach
  signal: AbortSignal
  phases: Phases
  seen: Seen
}

const follow = async (at: Following): Promise<void> => {
  const { request, seen } = at
  let step: Step = {
    url: new URL(request.url),
    method: request.method,
    headers: { ...headersOf(request) },
    body: request.body,
  }
  for (;;) {
    seen.hasAnswer = false
    const { response, isUpgrade, tlsEnd } = await ask(at, step)
    seen.hasAnswer = true
    seen.statusCode = response.statusCode ?? null
    // The first one's: that is what the monitor is about.
    seen.tlsEnd ??= tlsEnd
    if (isUpgrade) {
      seen.hasKeyword = request.keyword === null ? null : false
      return
    }
    const next = request.followRedirects ? redirected(step, response) : null
    if (next === null) {
      seen.hasKeyword = await withinTime(at.signal, response, readAnswer(response, request.keyword))
      return
    }
    response.destroy()
    if (next === 'refused') throw new CheckFailure('redirect_refused', shown(response.headers.location ?? ''))
    seen.redirects.push(next.url.href)
    if (seen.redirects.length > mostRedirects) throw new CheckFailure('too_many_redirects', `${mostRedirects}`)
    step = next
  }
}

/** What stands behind the ? may be a key. */
const shown = (location: string): string => (location.split(/[?#]/)[0] ?? '').slice(0, 200)

const withinTime = async <Result>(
  signal: AbortSignal,
  response: IncomingMessage,
  work: Promise<Result>,
): Promise<Result> => {
  const end = (): void => void response.destroy(new Error('timeout'))
  signal.addEventListener('abort', end, { once: true })
  try {
    return await work
  } finally {
    signal.removeEventListener('abort', end)
    response.destroy()
  }
}

const ask = async (at: Following, step: Step) => {
  const { addresses, port } = await addressesFor(at, step.url)
  const { timeoutMs } = at.request
  return sendHop({ ...step, addresses, port, timeoutMs, ca: at.ca, signal: at.signal }, at.phases)
}

/** Where to connect to. What is looked at is what is used: a name may say something else next time. */
const addressesFor = async (at: Following, url: URL): Promise<Pick<HopTarget, 'addresses' | 'port'>> => {
  if (!isHttp(url)) throw new CheckFailure('address_refused', 'only http and https URLs are asked')
  const name = bareHost(url)
  const proxy = proxyFor(at, url)
  // A proxy's address was looked at when its host was added. Where it has a name, that may lead elsewhere by now.
  if (proxy && isIP(proxy.address) !== 0) {
    return { addresses: [{ address: proxy.address, family: isIP(proxy.address) === 6 ? 6 : 4 }], port: proxy.port }
  }
  const host = proxy?.address ?? name
  const began = performance.now()
  const found = isIP(host) === 0 ? await resolved(at, host) : [host]
  at.phases.dnsMs = (at.phases.dnsMs ?? 0) + (performance.now() - began)
  const { mayConnect } = at.reach
  const choice = chooseAddress({ host, found, ipVersion: at.request.ipVersion, mayConnect })
  if ('refused' in choice) {
    throw new CheckFailure(choice.refused === 'unknown' ? 'dns_failed' : 'address_refused', choice.why)
  }
  return { addresses: choice.all, port: proxy?.port ?? Number(url.port || (url.protocol === 'https:' ? 443 : 80)) }
}

/** What answers on another port of an app's name is not the app. */
const proxyFor = ({ reach }: Following, url: URL): { address: string; port: number } | null => {
  const known = reach.proxies.get(bareHost(url))
  const port = url.protocol === 'https:' ? known?.securePort : known?.port
  if (!known || !port || (url.port !== '' && Number(url.port) !== port)) return null
  return { address: known.address, port }
}

const resolved = async ({ resolver }: Following, host: string): Promise<string[]> => {
  try {
    return await resolver.resolve(host)
  } catch (error) {
    throw new CheckFailure('dns_failed', error instanceof Error && 'code' in error ? String(error.code) : 'no answer')
  }
}

const headersOf = ({ headers, auth }: CheckRequest): Record<string, string> => ({
  'user-agent': 'Gapless-Monitor',
  accept: '*/*',
  'accept-encoding': 'gzip, br',
  ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  ...(auth?.type === 'bearer' ? { authorization: `Bearer ${auth.token}` } : {}),
  ...(auth?.type === 'basic'
    ? { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` }
    : {}),
})
