import type { ProcessCounters } from '../ports/traffic'
import type { Proof } from './schema'

/** One of before there were counts by side has none. */
type CounterReading = Omit<ProcessCounters, 'sides'> & { sides?: ProcessCounters['sides'] | undefined }

/** Counters of every proxy process, by process; a process that ends keeps its last reading. */
export type CounterReadings = Record<string, CounterReading>

const numbers = ['responses', 'proxyErrors', 'appErrors', 'broken', 'retried', 'probes', 'bytesIn', 'bytesOut'] as const
type CounterSum = Record<(typeof numbers)[number], number>

/** Adds new readings to what is known. */
export const withReadings = (known: CounterReadings, readings: readonly ProcessCounters[]): CounterReadings => ({
  ...known,
  ...Object.fromEntries(readings.map((reading) => [reading.process, reading])),
})

/** What was counted since `base`; a process that `base` does not know started since, from zero. */
export const countedSince = (base: CounterReadings, latest: CounterReadings): CounterSum => {
  const sum: CounterSum = {
    responses: 0,
    proxyErrors: 0,
    appErrors: 0,
    broken: 0,
    retried: 0,
    probes: 0,
    bytesIn: 0,
    bytesOut: 0,
  }
  for (const [process, reading] of Object.entries(latest)) {
    for (const name of numbers) sum[name] += Math.max(0, reading[name] - (base[process]?.[name] ?? 0))
  }
  return sum
}

/** What the prober saw through the public route. */
export interface ProbeReport {
  sent: number
  failed: number
  /** … of the failed ones those answered by the proxy with 5xx: they are among its errors, and not users'. */
  failedByProxy: number
  failedByApp: number
  /** Milliseconds, one for each answered probe. */
  latencies: readonly number[]
}

/** The value below which `share` of the sorted list lies (nearest rank); null for an empty list. */
export const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}

const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100)

/** What the deployment did to users. The prober's own requests and failures are taken out of the proxies' counts. */
export const proofOf = (counted: CounterSum, probe: ProbeReport, cut: number, complete: boolean): Proof => ({
  requests: Math.max(0, counted.responses - counted.probes),
  failed: Math.max(0, counted.proxyErrors - probe.failedByProxy) + counted.broken + cut,
  appErrors: Math.max(0, counted.appErrors - probe.failedByApp),
  retried: counted.retried,
  cut,
  probes: probe.sent,
  probeFailures: probe.failed,
  p50Ms: round(percentile(probe.latencies, 0.5)),
  p95Ms: round(percentile(probe.latencies, 0.95)),
  complete,
})
