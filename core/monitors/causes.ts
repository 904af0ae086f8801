import { formatCountOf } from '../format/number'
import type { FailureCode } from './check'

/** What the words of a cause may need. */
interface Facts {
  statusCode: number | null
  expectedStatus: string
  keyword: string | null
  timeoutMs: number
  /** The library's own word for it. */
  detail: string
}

const statusAnd = (facts: Facts, rest: string): string => `${facts.statusCode ?? 'an answer'} but ${rest}`

/** Each failure in words that follow a monitor's name: "shop: connection refused". */
export const causeInWords: Record<FailureCode, (facts: Facts) => string> = {
  address_refused: ({ detail }) => detail,
  dns_failed: ({ detail }) => `its name could not be resolved (${detail})`,
  connection_refused: () => 'connection refused',
  connection_failed: ({ detail }) => `the connection failed (${detail})`,
  timeout: ({ timeoutMs }) => `no whole answer within ${timeoutMs / 1000} s`,
  tls_invalid: ({ detail }) => `its certificate is not valid (${detail})`,
  tls_expired: () => 'its certificate has expired',
  answer_broken: ({ detail }) => `the answer broke off (${detail})`,
  too_many_redirects: () => 'it redirects more than 5 times',
  redirect_refused: ({ detail }) => `it redirects to where we do not go (${detail})`,
  unexpected_status: ({ statusCode, expectedStatus }) => `${statusCode} instead of ${expectedStatus}`,
  keyword_missing: (facts) => statusAnd(facts, `the page lacks '${facts.keyword}'`),
  keyword_present: (facts) => statusAnd(facts, `the page says '${facts.keyword}'`),
}

/** `days` may be 0: within the day. `issuer`: whose certificate it is where it is not the server's own. */
export const expiryInWords = (days: number, issuer: string | null): string => {
  const what = issuer === null ? 'certificate' : `issuer’s certificate (${issuer})`
  return `${what} expires ${days < 1 ? 'within a day' : `in ${formatCountOf(Math.floor(days), 'day')}`}`
}
