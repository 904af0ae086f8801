import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { isHttp } from '@/core/net/http-url'

/** Which address to connect to for a host name or address; rejects, in words, where none may be connected to. */
export type AddressOf = (hostname: string) => Promise<{ address: string; family: number }>

interface Post {
  url: string
  headers: Record<string, string>
  body: string
  timeoutMs: number
  addressOf: AddressOf
  signal?: AbortSignal | undefined
}

export interface Answer {
  statusCode: number
  retryAfter: string | null
  /** The first 64 kB of it. */
  text: string
}

const mostRead = 64 * 1024

/**
 * Posts once, to the very address that was found allowed; follows nothing. Throws what went wrong in words, without the
 * URL: it may be a secret.
 */
export const post = async (input: Post): Promise<Answer> => {
  const url = new URL(input.url)
  if (!isHttp(url)) throw new Error('Only http and https URLs can be sent to.')
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const timeout = AbortSignal.timeout(input.timeoutMs)
  const signal = input.signal ? AbortSignal.any([timeout, input.signal]) : timeout
  try {
    const found = await abortable(input.addressOf(hostname), signal)
    return await exchange(url, hostname, found, input, signal)
  } catch (error) {
    if (timeout.aborted) throw new Error(`No answer came within ${input.timeoutMs / 1000} seconds.`)
    throw new Error(inWords(error))
  }
}

const exchange = (
  url: URL,
  hostname: string,
  found: { address: string; family: number },
  input: Post,
  signal: AbortSignal,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const lookup: LookupFunction = (_, options, callback) =>
      options.all ? callback(null, [found]) : callback(null, found.address, found.family)
    const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
      {
        method: 'POST',
        host: hostname,
        port: url.port === '' ? undefined : Number(url.port),
        path: `${url.pathname}${url.search}`,
        ...(url.username === '' ? {} : { auth: [url.username, url.password].map(decodeURIComponent).join(':') }),
        headers: { ...input.headers, 'content-length': Buffer.byteLength(input.body) },
        lookup,
        agent: false,
        signal,
      },
      (response) => {
        const chunks: Buffer[] = []
        let length = 0
        const answer = (): void =>
          resolve({
            statusCode: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'] ?? null,
            text: Buffer.concat(chunks).subarray(0, mostRead).toString('utf8'),
          })
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          length += chunk.length
          if (length < mostRead) return
          answer()
          outgoing.destroy()
        })
        response.on('end', answer)
        response.on('error', reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(input.body)
  })

const abortable = <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })

const words: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was closed before an answer came.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The network cannot be reached.',
  ETIMEDOUT: 'The connection could not be made in time.',
  EPIPE: 'The connection was closed before an answer came.',
  ENOTFOUND: 'The host name has no address.',
  EAI_AGAIN: 'The host name could not be looked up just now.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
}

const inWords = (error: unknown): string => {
  if (!(error instanceof Error)) return 'The connection failed.'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  if (code === null) return error.message
  return words[code] ?? `The connection failed (${code}).`
}
