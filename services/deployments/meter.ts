import { z } from 'zod'
import {
  type CounterReadings,
  countedSince,
  type ProbeReport,
  percentile,
  proofOf,
  withReadings,
} from '@/core/deployments/proof'
import type { Proof } from '@/core/deployments/schema'
import type { TrafficEvent } from '@/core/events/deployment-events'
import type { RunningProbe } from '@/core/ports/prober'
import type { TrafficSession } from '@/core/ports/traffic'
import type { Context } from '@/services/context'

const count = z.number()
const sideSchema = z.object({
  requests: count,
  failed: count,
  slower: z.array(count),
  failedBySlot: z.record(z.string(), count).optional(),
})
const readingsSchema = z.record(
  z.string(),
  z.object({
    process: z.string(),
    responses: count,
    proxyErrors: count,
    appErrors: count,
    broken: count,
    retried: count,
    probes: count,
    bytesIn: count,
    bytesOut: count,
    sides: z.object({ a: sideSchema, b: sideSchema }).optional(),
  }),
)
const probeSchema = z.object({
  sent: count,
  failed: count,
  failedByProxy: count,
  failedByApp: count,
  latencies: z.array(z.number()),
})

/** What is kept between the deployment and its draining, and between a worker and the one that takes over. */
export const measurementSchema = z.object({
  base: readingsSchema,
  latest: readingsSchema,
  probe: probeSchema,
  cut: count,
})
export type Measurement = z.infer<typeof measurementSchema>

const watchEveryMs = 1000

const noProbe: ProbeReport = { sent: 0, failed: 0, failedByProxy: 0, failedByApp: 0, latencies: [] }

/** Ten a second for the longest deployment that anyone would look at; more would only blow up the row. */
const maxLatencies = 5000

const together = (one: ProbeReport, other: ProbeReport): Measurement['probe'] => ({
  sent: one.sent + other.sent,
  failed: one.failed + other.failed,
  failedByProxy: one.failedByProxy + other.failedByProxy,
  failedByApp: one.failedByApp + other.failedByApp,
  latencies: [...one.latencies, ...other.latencies].slice(0, maxLatencies),
})

export const proofFrom = (measurement: Measurement, complete: boolean): Proof =>
  proofOf(countedSince(measurement.base, measurement.latest), measurement.probe, measurement.cut, complete)

interface MeterOptions {
  ctx: Context
  deploymentId: string
  /** Stores what was measured so far with the deployment. */
  keep: (measurement: Measurement) => Promise<unknown>
  /** Asked each time: draining may have to open new ones meanwhile. */
  sessions: () => readonly TrafficSession[]
  probe: { address: string; domain: string | null; path: string }
  /** Called about once a second with where traffic is. */
  onTraffic?: (event: TrafficEvent) => void
  /** Requests in progress on the old and the new replicas, and where new ones go. */
  picture?: () => Promise<Pick<TrafficEvent, 'oldInFlight' | 'newInFlight' | 'routed'>>
}

/**
 * Measures what a deployment does to users, by the proxies' own counters and a gentle prober. Begun at `starting`,
 * ended by the recipe, taken up again by the draining job.
 */
export class Meter {
  readonly #options: MeterOptions
  readonly #before: Measurement
  #latest: CounterReadings
  readonly #probe: RunningProbe | null
  readonly #done = new AbortController()
  #watching: Promise<void> = Promise.resolve()

  private constructor(options: MeterOptions, before: Measurement, probe: RunningProbe | null) {
    this.#options = options
    this.#before = before
    this.#latest = before.latest
    this.#probe = probe
  }

  static async start(options: MeterOptions): Promise<Meter> {
    const { ctx, deploymentId, probe } = options
    const row = await ctx.db.deployment.findUniqueOrThrow({ where: { id: deploymentId }, select: { proofBase: true } })
    const before = row.proofBase === null ? await firstMeasurement(options) : measurementSchema.parse(row.proofBase)
    const running =
      probe.domain === null
        ? null
        : ctx.prober.start({
            address: probe.address,
            port: ctx.instance.proxyHttpPort,
            domain: probe.domain,
            path: probe.path,
            perSecond: 10,
          })
    const meter = new Meter(options, before, running)
    meter.#watching = meter.#watch()
    return meter
  }

  /** Ends without taking or storing anything; fine when it was stopped already. What is still being read is not awaited. */
  async abandon(): Promise<void> {
    this.#done.abort()
    await this.#probe?.stop()
  }

  /** Takes the last readings, stops the prober and stores both. */
  async stop(): Promise<Measurement> {
    this.#done.abort()
    await this.#watching
    const seen = this.#probe ? await this.#probe.stop() : noProbe
    await this.#read()
    const measurement: Measurement = {
      base: this.#before.base,
      latest: this.#latest,
      probe: together(this.#before.probe, seen),
      cut: this.#before.cut,
    }
    await this.#options.keep(measurement)
    return measurement
  }

  async #read(): Promise<void> {
    const readings = await Promise.all(this.#options.sessions().map((session) => session.counters()))
    this.#latest = withReadings(this.#latest, readings.flat())
  }

  async #watch(): Promise<void> {
    const { ctx, picture, onTraffic } = this.#options
    // What was read at the start is fresh; a deployment's first moments belong to its containers.
    await ctx.clock.wait(watchEveryMs, this.#done.signal).catch(() => undefined)
    while (!this.#done.signal.aborted) {
      try {
        await this.#read()
        if (picture && onTraffic) {
          const now = this.#probe?.report() ?? noProbe
          const proof = proofFrom(
            { ...this.#before, latest: this.#latest, probe: together(this.#before.probe, now) },
            false,
          )
          onTraffic({
            at: ctx.clock.now().toISOString(),
            requests: proof.requests,
            failed: proof.failed,
            appErrors: proof.appErrors,
            p95Ms: percentile(now.latencies.slice(-50), 0.95),
            ...(await picture()),
          })
        }
      } catch (error) {
        ctx.log.warn({ error: String(error), deploymentId: this.#options.deploymentId }, 'counters could not be read')
      }
      await ctx.clock.wait(watchEveryMs, this.#done.signal).catch(() => undefined)
    }
  }
}

const firstMeasurement = async (options: MeterOptions): Promise<Measurement> => {
  const readings = await Promise.all(options.sessions().map((session) => session.counters()))
  const base = withReadings({}, readings.flat())
  const measurement: Measurement = { base, latest: base, probe: { ...noProbe, latencies: [] }, cut: 0 }
  await options.keep(measurement)
  return measurement
}
