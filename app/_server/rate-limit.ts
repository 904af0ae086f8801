import { networkOf } from '@/core/access/sign-in-limits'
import type { GaplessError } from '@/core/errors'
import { type RateKind, rateHeaders, rateOf, tooQuick } from '@/core/limits/rates'
import { instanceParts } from '@/runtime'
import { clientIp } from './client-ip'

interface Counted {
  /** What the answer says of it. */
  headers: Record<string, string>
  /** null: it may go on. */
  refusal: GaplessError | null
}

/** Counts one call of this token, person, address or hook. Without Redis nothing is counted. */
export const countCall = async (kind: RateKind, id: string): Promise<Counted> => {
  const { rateLimiter, ratesPerMinute } = instanceParts()
  const rate = rateOf(ratesPerMinute[kind])
  const state = await rateLimiter.take(`${kind}:${id}`, rate)
  if (!state) return { headers: {}, refusal: null }
  return {
    headers: rateHeaders(kind, rate, state),
    refusal: state.waitSeconds > 0 ? tooQuick(kind, rate, state) : null,
  }
}

/** As countCall, for those who only want to hear of a refusal. Throws too_many_requests. */
export const assertNotTooQuick = async (kind: RateKind, id: string): Promise<void> => {
  const { refusal } = await countCall(kind, id)
  if (refusal) throw refusal
}

/** The network that a request comes from. */
export const callerNetwork = (request: Request): string => networkOf(clientIp(request.headers) ?? 'unknown')
