import type { Observation } from '@/core/monitors/check'

type Failure = NonNullable<Observation['failure']>

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const tlsWords: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends in a self-signed one',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT: 'its chain is incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody we know has issued it',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_REVOKED: 'it was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another name',
}

/** What went wrong, from the error that a connection or an answer ended with. */
export const failureOf = (error: unknown, hasAnswer: boolean): Failure => {
  const code = codeOf(error)
  if (code === 'ECONNREFUSED') return { code: 'connection_refused', detail: code }
  if (code === 'CERT_HAS_EXPIRED') return { code: 'tls_expired', detail: code }
  const words = tlsWords[code]
  if (words) return { code: 'tls_invalid', detail: words }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return { code: 'tls_invalid', detail: 'no TLS was agreed on' }
  const detail = code || (error instanceof Error ? error.message.slice(0, 100) : 'unknown')
  if (hasAnswer || code.startsWith('HPE_')) return { code: 'answer_broken', detail }
  return { code: 'connection_failed', detail }
}
