import { GaplessError } from '../errors'
import type { Rate, RateState } from '../ports/rate-limiter'

/** Who is counted, and how they are spoken to. */
const rateKinds = {
  token: 'This API token has made',
  user: 'You have made',
  address: 'From this address came',
  visitor: 'From this address came',
  hook: 'This deploy hook has had',
} as const
export type RateKind = keyof typeof rateKinds

/** After a quiet time, as much at once as in two minutes. */
export const rateOf = (perMinute: number): Rate => ({ perMinute, burst: 2 * perMinute })

/** The fields of an answer as the IETF's draft on rate limit headers has them. */
export const rateHeaders = (kind: RateKind, { perMinute, burst }: Rate, state: RateState): Record<string, string> => ({
  'ratelimit-policy': `"${kind}";q=${burst};w=${Math.ceil((burst / perMinute) * 60)}`,
  ratelimit: `"${kind}";r=${state.remaining};t=${state.fullInSeconds}`,
})

/** What one is told who was too quick. */
export const tooQuick = (kind: RateKind, { perMinute }: Rate, { waitSeconds }: RateState): GaplessError =>
  new GaplessError(
    'too_many_requests',
    'rate_limited',
    `${rateKinds[kind]} too many requests: ${perMinute} a minute are allowed in the long run. Nothing was changed; try again in ${waitSeconds} s.`,
    { retryAfterSeconds: waitSeconds },
  )
