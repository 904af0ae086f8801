import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { certificateNamePattern } from '@/core/certificates/matching'
import { mostChainCharacters, mostKeyCharacters } from '@/core/certificates/schema'
import type { CertificateFault, CertificateReader, ReadCertificate } from '@/core/ports/certificate-reader'

/** What is wrong with what was handed in. */
class Fault extends Error {
  readonly path: CertificateFault['path']
  constructor(path: CertificateFault['path'], message: string) {
    super(message)
    this.path = path
  }
}

/** A machine's clock may be a little slow. */
const skewMs = 5 * 60_000
const leastRsaBits = 2048
const curves = ['prime256v1', 'secp384r1', 'secp521r1']

const certificateBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g
const keyBlock = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----[\s\S]+?-----END (?:[A-Z]+ )*PRIVATE KEY-----/g

const day = (date: Date): string => date.toISOString().slice(0, 10)
const nth = (index: number): string => (index === 0 ? 'The certificate' : `Certificate ${index + 1} of the chain`)

/** Reads with Node's own cryptography; what its TLS would not serve is refused as well. */
export const x509Reader: CertificateReader = {
  read: (given, now) => {
    try {
      return read(given, now)
    } catch (error) {
      if (error instanceof Fault) return { path: error.path, message: error.message }
      throw error
    }
  },
}

const read = (given: { certificate: string; privateKey: string }, now: Date): ReadCertificate => {
  const certificates = parseChain(given.certificate)
  const [leaf] = certificates
  if (!leaf) throw new Fault('certificate', 'There is no certificate in it: give it in PEM, from BEGIN to END.')
  assertOrder(certificates)
  certificates.forEach((one, index) => {
    assertTime(one, index, now)
  })
  const domains = namesOf(leaf)
  assertStrength(leaf.publicKey)
  const key = parseKey(given.privateKey)
  if (!leaf.checkPrivateKey(key)) {
    throw new Fault('privateKey', 'The key does not belong to the certificate. Give the one it was requested with.')
  }
  const chain = withoutRoot(certificates).map(pemOf).join('')
  const keyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString()
  if (keyPem.length > mostKeyCharacters) {
    const message = `The key may have ${mostKeyCharacters} characters; this has ${keyPem.length}. Request one with RSA 2048-4096 or ECDSA.`
    throw new Fault('privateKey', message)
  }
  if (chain.length > mostChainCharacters) {
    const message = `With its chain it may have ${mostChainCharacters} characters; this has ${chain.length}. Leave out what does not lead to its authority, or give each certificate fewer names.`
    throw new Fault('certificate', message)
  }
  assertServable(chain, keyPem)
  return {
    domains,
    issuer: issuerOf(leaf),
    fingerprint: leaf.fingerprint256.replaceAll(':', '').toLowerCase(),
    notBefore: new Date(leaf.validFrom),
    notAfter: new Date(leaf.validTo),
    chain,
    key: keyPem,
  }
}

const pemOf = (certificate: X509Certificate): string => `${certificate.toString().trim()}\n`

const parseChain = (text: string): X509Certificate[] => {
  const blocks = text.match(certificateBlock) ?? []
  if (blocks.length === 0 && text.includes('PRIVATE KEY-----')) {
    throw new Fault('certificate', 'This is a private key. The certificate belongs here.')
  }
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block)
    } catch {
      throw new Fault('certificate', `${nth(index)} cannot be read: it is cut off or changed. Copy it whole.`)
    }
  })
}

const assertOrder = (certificates: readonly X509Certificate[]): void => {
  for (const [index, certificate] of certificates.entries()) {
    const issuer = certificates[index + 1]
    if (!issuer || (certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))) continue
    const message = `Certificate ${index + 2} of the chain did not issue certificate ${index + 1}. Put the server's own first, and below each the one that issued it.`
    throw new Fault('certificate', message)
  }
}

const assertTime = ({ validFrom, validTo }: X509Certificate, index: number, now: Date): void => {
  const [from, to] = [new Date(validFrom), new Date(validTo)]
  if (to <= now) throw new Fault('certificate', `${nth(index)} ended on ${day(to)}. Give the renewed one.`)
  if (from.getTime() > now.getTime() + skewMs) {
    throw new Fault('certificate', `${nth(index)} holds from ${day(from)} on only. Give it then.`)
  }
}

/** In lower case; addresses and what is no domain are left out. */
const namesOf = ({ subjectAltName }: X509Certificate): string[] => {
  const names = (subjectAltName ?? '')
    .split(', ')
    .flatMap((entry) => (entry.startsWith('DNS:') ? [entry.slice(4).toLowerCase()] : []))
    .filter((name) => certificateNamePattern.test(name))
  if (names.length > 0) return [...new Set(names)]
  throw new Fault('certificate', 'It names no domain (subjectAltName). Request one for the domains of your apps.')
}

const assertStrength = ({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): void => {
  const bits = asymmetricKeyDetails?.modulusLength ?? 0
  if (asymmetricKeyType === 'rsa' && bits >= leastRsaBits) return
  if (asymmetricKeyType === 'ec' && curves.includes(asymmetricKeyDetails?.namedCurve ?? '')) return
  const what =
    asymmetricKeyType === 'rsa' ? `an RSA key of ${bits} bits` : `a key of type ${asymmetricKeyType ?? 'unknown'}`
  const message = `It has ${what}. Request one with RSA of at least ${leastRsaBits} bits or ECDSA (P-256, P-384).`
  throw new Fault('certificate', message)
}

const parseKey = (text: string): KeyObject => {
  const blocks = text.match(keyBlock) ?? []
  const [block] = blocks
  if (!block) throw new Fault('privateKey', 'There is no private key in it: give it in PEM, from BEGIN to END.')
  if (blocks.length > 1) throw new Fault('privateKey', 'There are several keys in it. Give the one of the certificate.')
  if (/ENCRYPTED/.test(block)) {
    throw new Fault('privateKey', 'The key is locked by a passphrase. Give it without (openssl pkey -in key.pem).')
  }
  try {
    return createPrivateKey(block)
  } catch {
    throw new Fault('privateKey', 'The key cannot be read: it is cut off or changed. Copy it whole.')
  }
}

/** A chain that ends in itself: clients go by their own copy of an authority's certificate. */
const withoutRoot = (certificates: readonly X509Certificate[]): readonly X509Certificate[] => {
  const last = certificates.at(-1)
  return certificates.length > 1 && last?.checkIssued(last) ? certificates.slice(0, -1) : certificates
}

/** The proxies' own library judges digests and keys in the same way; what it refuses would keep all others from them. */
const assertServable = (cert: string, key: string): void => {
  try {
    createSecureContext({ cert, key, ciphers: 'DEFAULT@SECLEVEL=2' })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const why = /MD_TOO_WEAK/.test(code) ? 'is signed with a digest that is broken' : 'is too weak to be served'
    throw new Fault('certificate', `It, or one of its chain, ${why} (${code}). Request a new one.`)
  }
}

/** The name of who issued it: `R11 (Let's Encrypt)`. */
const issuerOf = ({ issuer }: X509Certificate): string => {
  const part = (name: string): string | undefined => new RegExp(`^${name}=(.+)$`, 'm').exec(issuer ?? '')?.[1]
  const [name, organisation] = [part('CN'), part('O')]
  if (name && organisation) return `${name} (${organisation})`.slice(0, 200)
  return (name ?? organisation ?? 'unknown').slice(0, 200)
}
