import { storable } from '../format/storable'
import { causeInWords, expiryInWords } from './causes'
import type { Check, FailureCode, Observation } from './check'
import { isExpectedStatus } from './expected-status'
import type { MonitorDefinition } from './schema'

type Expected = Pick<MonitorDefinition, 'expectedStatus' | 'keyword' | 'timeoutMs' | 'degradedMs' | 'tlsExpiryDays'>

const dayMs = 24 * 60 * 60_000

/** What a check means: as it should be, slow, or failed, and why in words. */
export const judge = (expected: Expected, seen: Observation, at: Date): Check => {
  const base = {
    at: at.toISOString(),
    statusCode: seen.statusCode,
    phases: seen.phases,
    tlsExpiresAt: seen.tlsEnd?.at.toISOString() ?? null,
  }
  const code = failureOf(expected, seen)
  if (code !== null) {
    const facts = {
      statusCode: seen.statusCode,
      expectedStatus: expected.expectedStatus,
      keyword: expected.keyword?.text ?? null,
      timeoutMs: expected.timeoutMs,
      detail: seen.failure?.detail ?? '',
    }
    return { ...base, outcome: 'failed', code, error: storable(causeInWords[code](facts)) }
  }
  const isSlow = expected.degradedMs !== null && (seen.phases.totalMs ?? 0) > expected.degradedMs
  const outcome = isSlow ? 'slow' : 'ok'
  const daysLeft = seen.tlsEnd === null ? null : (seen.tlsEnd.at.getTime() - at.getTime()) / dayMs
  if (daysLeft !== null && daysLeft < expected.tlsExpiryDays) {
    const error = storable(expiryInWords(daysLeft, seen.tlsEnd?.issuer ?? null))
    return { ...base, outcome, code: 'tls_expires_soon', error }
  }
  return { ...base, outcome, code: null, error: null }
}

const failureOf = (expected: Expected, seen: Observation): FailureCode | null => {
  if (seen.failure) return seen.failure.code
  if (seen.statusCode === null) return 'answer_broken'
  if (!isExpectedStatus(expected.expectedStatus, seen.statusCode)) return 'unexpected_status'
  if (expected.keyword?.mustContain === true && seen.hasKeyword === false) return 'keyword_missing'
  if (expected.keyword?.mustContain === false && seen.hasKeyword === true) return 'keyword_present'
  return null
}
