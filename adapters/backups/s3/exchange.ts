import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BackupFault } from '@/core/backups/fault'
import { mayStoreAt } from '@/core/backups/may-store-at'
import { kindOfPrivate } from '@/core/net/address-range'
import { chooseAddress } from '@/core/net/choose-address'
import type { Resolver } from '@/core/ports/resolver'
import type { Answer } from './answer'

interface Request {
  method: string
  url: URL
  headers: Record<string, string>
  /** Its length stands in the headers. */
  body: Readable | null
  resolver: Resolver
  signal: AbortSignal
}

/** Nothing moves for so long: the other side is gone. */
const silentMs = 60_000
/** A listing of a thousand names has some 400 kB. */
const mostRead = 4 * 1024 * 1024

const field = 'destination.endpoint'

/**
 * Asks once, at the very address that was found allowed, and follows nothing. Throws a BackupFault where no answer comes,
 * and the signal's reason when that aborts but for its time.
 */
export const exchange = async (request: Request): Promise<Answer> => {
  const { url, body, signal } = request
  try {
    const found = await addressOf(url, request.resolver)
    signal.throwIfAborted()
    return await send(request, found)
  } catch (error) {
    if (signal.aborted && !isTimeout(signal.reason)) throw signal.reason
    throw error instanceof BackupFault ? error : new BackupFault(inWords(url.host, error), field, { cause: error })
  } finally {
    body?.destroy()
  }
}

const addressOf = async (url: URL, resolver: Resolver): Promise<{ address: string; family: number }> => {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const found = await resolver.resolve(host)
  const choice = chooseAddress({ host, found, ipVersion: null, mayConnect: mayStoreAt })
  if (!('refused' in choice)) return choice
  if (choice.refused === 'unknown') {
    throw new BackupFault(`${host} has no address that could be found. Correct the endpoint.`, field)
  }
  const address = found.find((one) => !mayStoreAt(one)) ?? host
  throw new BackupFault(
    `${host} is ${kindOfPrivate(address) ?? 'an address'}, where no storage lives. Correct the endpoint.`,
    field,
  )
}

const send = (
  { method, url, headers, body, signal }: Request,
  found: { address: string; family: number },
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const lookup: LookupFunction = (_, options, callback) =>
      options.all ? callback(null, [found]) : callback(null, found.address, found.family)
    const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method,
      headers: { ...headers, host: url.host, 'user-agent': 'gapless' },
      lookup,
      agent: false,
      signal,
      timeout: silentMs,
    })
    outgoing.on('timeout', () => outgoing.destroy(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })))
    outgoing.on('response', (response) => {
      read(response).then(resolve, reject)
    })
    outgoing.on('error', reject)
    if (body === null) outgoing.end()
    // Storage may refuse before it has taken all: its answer says more than the broken connection.
    else pipeline(body, outgoing).catch((error: unknown) => setTimeout(() => reject(error), 500))
  })

const read = async (response: IncomingMessage): Promise<Answer> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(Buffer.from(chunk))
    length += chunk.length
    if (length > mostRead) break
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: Buffer.concat(chunks).toString('utf8'),
  }
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection before it answered',
  EPIPE: 'closed the connection before it answered',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ETIMEDOUT: 'did not answer in time',
  EAI_AGAIN: 'could not be looked up just now',
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'has a certificate that nobody vouches for (NODE_EXTRA_CA_CERTS can)',
  SELF_SIGNED_CERT_IN_CHAIN: 'has a certificate that nobody vouches for (NODE_EXTRA_CA_CERTS can)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'has a certificate that nobody vouches for (NODE_EXTRA_CA_CERTS can)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another name',
  EPROTO: 'does not speak TLS there: is it http:// instead?',
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'

const inWords = (host: string, error: unknown): string => {
  const coded = error instanceof Error && 'code' in error ? String(error.code) : 'no reason given'
  const code = isTimeout(error) ? 'ETIMEDOUT' : coded
  const reason = reasons[code] ?? `could not be asked (${code})`
  return `${host} ${reason}. Look whether the storage runs, and correct the endpoint if it is elsewhere.`
}
