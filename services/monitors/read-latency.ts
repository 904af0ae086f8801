import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { type LatencyPoint, latencyPoints, percentilesOf } from '@/core/monitors/latency-points'
import { type LatencyRange, latencyPlans, latencyStep } from '@/core/monitors/latency-ranges'
import type { Service } from '@/services/context'
import { latencySpans } from './latency-spans'

export interface LatencyView {
  range: LatencyRange
  stepSeconds: number
  /** At most 120, oldest first. */
  points: LatencyPoint[]
  /** Of the whole range. */
  p50Ms: number | null
  p95Ms: number | null
}

/** How long a monitor's checks took, up to now. Throws not_found. */
export const readLatency: Service<{ monitorId: string; range: LatencyRange }, LatencyView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.read')
  const { monitorId, range } = input
  const monitor = await ctx.db.monitor.findUnique({ where: { id: monitorId }, select: { intervalSeconds: true } })
  if (!monitor) throw notFound('monitor')
  const plan = latencyPlans[range]
  const stepSeconds = latencyStep(plan, monitor.intervalSeconds)
  const stepMs = stepSeconds * 1000
  const count = Math.ceil(plan.seconds / stepSeconds)
  const to = new Date((Math.floor(ctx.clock.now().getTime() / stepMs) + 1) * stepMs)
  const since = new Date(to.getTime() - count * stepMs)
  const spans = await latencySpans(ctx, { monitorId, from: since, to, stepSeconds, level: plan.level })
  return { range, stepSeconds, points: latencyPoints(spans, { since, count, stepSeconds }), ...percentilesOf(spans) }
}
