import { X509Certificate } from 'node:crypto'
import { type DetailedPeerCertificate, rootCertificates, type TLSSocket } from 'node:tls'
import type { CertificateEnd } from '@/core/monitors/check'

/** The certificate after that of a server, its issuer's, and so on; more than any real chain has. */
const longestChain = 10

const keyOf = (certificate: string | Buffer): string =>
  new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

let knownRoots: ReadonlySet<string> | null = null
/** Read when it is first asked for: it takes a tenth of a second. */
const rootKeys = (): ReadonlySet<string> => {
  knownRoots ??= new Set(rootCertificates.map(keyOf))
  return knownRoots
}

/**
 * When the first certificate ends that this connection needs: the server's own, or one between it and a root. A root is
 * trusted for its key, so what others have signed for that key, and servers still show, may end.
 */
export const certificateEnd = (socket: TLSSocket, ca: readonly string[] = []): CertificateEnd | null => {
  const own = socket.getPeerCertificate(true)
  if (!own.valid_to) return null
  let end: CertificateEnd = { at: new Date(own.valid_to), issuer: null }
  for (const issuer of issuersOf(own)) {
    const at = new Date(issuer.valid_to)
    if (at >= end.at) continue
    const key = keyOf(issuer.raw)
    if (rootKeys().has(key) || ca.some((trusted) => keyOf(trusted) === key)) break
    end = { at, issuer: nameOf(issuer) }
  }
  return end
}

const issuersOf = (own: DetailedPeerCertificate): DetailedPeerCertificate[] => {
  const chain: DetailedPeerCertificate[] = []
  let last = own
  while (last.issuerCertificate && last.issuerCertificate !== last && chain.length < longestChain) {
    last = last.issuerCertificate
    chain.push(last)
  }
  return chain
}

/** As it calls itself: another's text. */
const nameOf = ({ subject }: DetailedPeerCertificate): string =>
  String(subject?.CN ?? subject?.O ?? 'unnamed')
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, 60)
