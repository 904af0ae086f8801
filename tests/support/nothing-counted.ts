import type { ProcessCounters } from '@/core/ports/traffic'

/** What a proxy's process has counted of an app before anything came, but for its sides. */
export const nothingCounted: Omit<ProcessCounters, 'process' | 'sides'> = {
  responses: 0,
  proxyErrors: 0,
  appErrors: 0,
  broken: 0,
  retried: 0,
  probes: 0,
  bytesIn: 0,
  bytesOut: 0,
}
