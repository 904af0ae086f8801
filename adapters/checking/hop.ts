import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type TcpSocketConnectOpts } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { CertificateEnd, Phases } from '@/core/monitors/check'
import { certificateEnd } from './certificate-end'

/** One request of a check: to these very addresses, whatever the name would resolve to a moment later. */
export interface HopTarget {
  url: URL
  /** Tried one after the other until one is connected: each has its share of the check's time. */
  addresses: readonly { address: string; family: 4 | 6 }[]
  /** What the whole check may take. */
  timeoutMs: number
  port: number
  method: string
  headers: Record<string, string>
  body: string | null
  /** Certificates that are trusted beside the usual ones. */
  ca: readonly string[] | undefined
  signal: AbortSignal
}

export interface Hop {
  response: IncomingMessage
  /** The other side goes on in another protocol: nothing of this one follows. */
  isUpgrade: boolean
  tlsEnd: CertificateEnd | null
}

/**
 * How long an address is waited for before the next is tried. Node's own quarter of a second gives up every connection
 * that takes longer to make, and the last address may be one of a kind that this machine has no way to. A share each
 * leaves time for whichever of them answers.
 */
const attemptMs = ({ addresses, timeoutMs }: HopTarget): number =>
  Math.max(250, Math.floor(timeoutMs / Math.max(1, addresses.length)))

/** Host names in brackets are IPv6 addresses. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** Sends the request and resolves with the head of its answer; adds to `phases` what each part took. */
export const sendHop = (target: HopTarget, phases: Phases): Promise<Hop> =>
  new Promise((resolve, reject) => {
    const { url, body, signal } = target
    const name = bareHost(url)
    const options: RequestOptions & Pick<TcpSocketConnectOpts, 'autoSelectFamilyAttemptTimeout'> = {
      host: target.addresses.length === 1 ? target.addresses[0]?.address : name,
      lookup: (_, __, answer) => answer(null, [...target.addresses]),
      autoSelectFamilyAttemptTimeout: attemptMs(target),
      port: target.port,
      method: target.method,
      path: `${url.pathname}${url.search}`,
      headers: {
        ...target.headers,
        host: url.host,
        ...(body === null ? {} : { 'content-length': Buffer.byteLength(body) }),
      },
      // A connection of its own: a kept one would say nothing about whether new users get through.
      agent: false,
      signal,
    }
    const secure = url.protocol === 'https:'
    const extra = { servername: isIP(name) === 0 ? name : '', ...(target.ca ? { ca: [...target.ca] } : {}) }
    const sent = secure ? requestHttps({ ...options, ...extra }) : requestHttp(options)
    let tlsEnd: CertificateEnd | null = null
    time(sent, secure, phases, (socket) => {
      tlsEnd = certificateEnd(socket, target.ca)
    })
    sent.on('response', (response) => resolve({ response, isUpgrade: false, tlsEnd }))
    sent.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve({ response, isUpgrade: true, tlsEnd })
    })
    sent.on('error', reject)
    sent.end(body ?? undefined)
  })

const time = (sent: ClientRequest, secure: boolean, phases: Phases, onSecure: (socket: TLSSocket) => void): void => {
  let last = performance.now()
  const lap = (phase: keyof Phases): void => {
    const now = performance.now()
    phases[phase] = (phases[phase] ?? 0) + (now - last)
    last = now
  }
  sent.on('socket', (socket) => {
    socket.once('connect', () => lap('connectMs'))
    if (secure) {
      socket.once('secureConnect', () => {
        lap('tlsMs')
        if (socket instanceof TLSSocket) onSecure(socket)
      })
    }
  })
  sent.once('response', () => lap('firstByteMs'))
  sent.once('upgrade', () => lap('firstByteMs'))
}
