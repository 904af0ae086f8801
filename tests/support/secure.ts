import { createHash, X509Certificate } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type ClientHttp2Session, connect as connectHttp2, constants, type IncomingHttpStatusHeader } from 'node:http2'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls'
import type { DomainTls } from '@/core/ports/traffic'
import type { Answer } from './traffic'

interface Pair {
  cert: string
  key: string
}

/** A certificate as the proxies are given it. */
export const tlsFor = (domain: string, { cert, key }: Pair, redirect = false): DomainTls => ({
  domain,
  version: createHash('sha256').update(cert).digest('hex').slice(0, 32),
  pem: cert + key,
  redirect,
})

interface Shown {
  subject: string
  fingerprint: string
  protocol: string | null
  alpn: string | false
}

export interface HandshakeOptions {
  ca?: string
  minVersion?: 'TLSv1.2' | 'TLSv1.3'
  maxVersion?: 'TLSv1.1' | 'TLSv1.2'
  ciphers?: string
  alpn?: string[]
  /** Sends no name. */
  nameless?: boolean
}

/** What a server shows for a name; rejects where it refuses the handshake. */
export const handshake = (port: number, name: string, options: HandshakeOptions = {}): Promise<Shown> =>
  new Promise((resolve, reject) => {
    const { ca, alpn, nameless, ...rest } = options
    const socket: TLSSocket = connect(
      {
        host: '127.0.0.1',
        port,
        ...(nameless ? {} : { servername: name }),
        ...(ca ? { ca } : {}),
        ...(alpn ? { ALPNProtocols: alpn } : {}),
        rejectUnauthorized: ca !== undefined,
        ...rest,
      },
      () => {
        const { subject, raw }: DetailedPeerCertificate = socket.getPeerCertificate(true)
        resolve({
          subject: String(subject.CN),
          fingerprint: fingerprintOf(new X509Certificate(raw).toString()),
          protocol: socket.getProtocol(),
          alpn: socket.alpnProtocol ?? false,
        })
        socket.destroy()
      },
    )
    socket.on('error', reject)
  })

/** SHA-256 of the first certificate of a PEM. */
export const fingerprintOf = (pem: string): string =>
  new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase()

/** One request by HTTPS on a connection of its own. `name` is the name of the handshake, and the Host unless given. */
export const askSecurely = (
  { httpsPort }: { httpsPort: number },
  name: string,
  path = '/',
  { host = name, ca }: { host?: string; ca?: string } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const target = { host: '127.0.0.1', port: httpsPort, path, headers: { host }, servername: name, agent: false }
    const sent = request({ ...target, ...(ca ? { ca } : { rejectUnauthorized: false }) }, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      )
    })
    sent.on('error', reject)
    sent.end()
  })

export interface Http2Client {
  get(path: string): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>
  /** Resolves when the server says that it takes no more requests on this connection. */
  goaway: Promise<void>
  /** Resolves when the connection has ended. */
  closed: Promise<void>
  close(): void
}

/** One connection of HTTP/2. */
export const http2Client = async (port: number, name: string, ca: string): Promise<Http2Client> => {
  const session: ClientHttp2Session = connectHttp2(`https://${name}:${port}`, {
    ca,
    createConnection: () => connect({ host: '127.0.0.1', port, servername: name, ca, ALPNProtocols: ['h2'] }),
  })
  const goaway = new Promise<void>((resolve) => session.once('goaway', () => resolve()))
  const closed = new Promise<void>((resolve) => session.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    session.once('connect', () => resolve())
    session.once('error', reject)
  })
  session.on('error', () => undefined)
  return {
    goaway,
    closed,
    get: (path) =>
      new Promise((resolve, reject) => {
        const stream = session.request({ [constants.HTTP2_HEADER_PATH]: path })
        let headers: IncomingHttpHeaders & IncomingHttpStatusHeader = {}
        stream.once('response', (received) => {
          headers = received
        })
        stream.once('error', reject)
        text(stream).then((body) => resolve({ status: headers[':status'] ?? 0, headers, body }), reject)
        stream.end()
      }),
    close: () => session.close(),
  }
}
