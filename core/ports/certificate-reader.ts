/** A certificate that was read and found good. */
export interface ReadCertificate {
  /** Names it is for, in lower case; `*.` first label included. */
  domains: string[]
  issuer: string
  /** SHA-256 of the certificate, hex. */
  fingerprint: string
  notBefore: Date
  notAfter: Date
  /** Certificate and chain as PEM and nothing else; what every client has, the authority's own, is left out. */
  chain: string
  /** The private key as PEM (PKCS #8). */
  key: string
}

/** What is wrong with it, by the field that it is in. */
export interface CertificateFault {
  path: 'certificate' | 'privateKey'
  message: string
}

/** Reads what people hand in as a certificate. */
export interface CertificateReader {
  read(given: { certificate: string; privateKey: string }, now: Date): ReadCertificate | CertificateFault
}

export const isFault = (read: ReadCertificate | CertificateFault): read is CertificateFault => 'message' in read
