import type { Phases } from './check'
import { addLatencies, latencyAt } from './latency'

/** One point of the chart: how it was from `at` on, for one step. Null where nothing came as it should. */
export interface LatencyPoint extends Phases {
  at: string
  p50Ms: number | null
  p95Ms: number | null
  checks: number
  failed: number
}

/** Checks of one step put together: phases are means, latencies counts in buckets. */
export interface LatencySpan extends Phases {
  at: Date
  checks: number
  failed: number
  latencies: readonly number[]
}

const nothing = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null, checks: 0, failed: 0 }

/** The latencies that half and nineteen of twenty checks stayed under, in milliseconds; null without any. */
export const percentilesOf = (
  spans: readonly Pick<LatencySpan, 'latencies'>[],
): { p50Ms: number | null; p95Ms: number | null } => {
  const all = addLatencies(spans.map(({ latencies }) => latencies))
  return { p50Ms: latencyAt(all, 0.5), p95Ms: latencyAt(all, 0.95) }
}

/** Points from `since` on at even distances; a hole where nobody looked. */
export const latencyPoints = (
  spans: readonly LatencySpan[],
  { since, count, stepSeconds }: { since: Date; count: number; stepSeconds: number },
): LatencyPoint[] => {
  const known = new Map(spans.map((span) => [span.at.getTime(), span]))
  return Array.from({ length: count }, (_, index) => {
    const time = since.getTime() + index * stepSeconds * 1000
    const { latencies, ...span } = known.get(time) ?? { ...nothing, latencies: [] }
    return { ...span, at: new Date(time).toISOString(), ...percentilesOf([{ latencies }]) }
  })
}
