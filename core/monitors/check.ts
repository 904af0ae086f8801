import { z } from 'zod'

/** Where the time of a check went, in milliseconds; null for a phase that was not reached or not needed. */
export const phasesSchema = z.object({
  dnsMs: z.number().nullable(),
  connectMs: z.number().nullable(),
  tlsMs: z.number().nullable(),
  firstByteMs: z.number().nullable(),
  totalMs: z.number().nullable(),
})
export type Phases = z.infer<typeof phasesSchema>

/** Why a check failed. Every one has its words in causes.ts. */
export const failureCodes = [
  'address_refused',
  'dns_failed',
  'connection_refused',
  'connection_failed',
  'timeout',
  'tls_invalid',
  'tls_expired',
  'answer_broken',
  'too_many_redirects',
  'redirect_refused',
  'unexpected_status',
  'keyword_missing',
  'keyword_present',
] as const
export type FailureCode = (typeof failureCodes)[number]

/** When the first certificate ends that is needed; `issuer`: whose it is where it is not the server's own. */
export interface CertificateEnd {
  at: Date
  issuer: string | null
}

/** What came of asking once, before it is judged. */
export interface Observation {
  /** The last answer's, redirects followed; null without one. */
  statusCode: number | null
  /** Why there was no whole answer. `detail` is the library's own word for it. */
  failure: { code: FailureCode; detail: string } | null
  phases: Phases
  /** Whether the keyword was in it; null where none was looked for or no answer came. */
  hasKeyword: boolean | null
  /** Null where there is no certificate. */
  tlsEnd: CertificateEnd | null
  /** Where redirects led, in order. */
  redirects: readonly string[]
}

/** ok: as it should be; slow: good, but later than it should; failed; skipped: nobody looked. */
export const outcomes = ['ok', 'slow', 'failed', 'skipped'] as const
export type Outcome = (typeof outcomes)[number]

export const checkSchema = z.object({
  at: z.string(),
  outcome: z.enum(outcomes),
  statusCode: z.number().nullable(),
  /** Of a failed one, and of one whose certificate soon ends (`tls_expires_soon`). */
  code: z.enum([...failureCodes, 'tls_expires_soon']).nullable(),
  /** In words; null where all is well. */
  error: z.string().nullable(),
  phases: phasesSchema,
  tlsExpiresAt: z.string().nullable(),
})
/** A judged check. */
export type Check = z.infer<typeof checkSchema>
