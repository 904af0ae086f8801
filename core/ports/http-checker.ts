import type { Observation } from '../monitors/check'
import type { MonitorRequest } from '../monitors/schema'

export interface CheckRequest extends MonitorRequest {
  url: string
  method: string
  followRedirects: boolean
  ipVersion: 4 | 6 | null
  timeoutMs: number
  /** Looked for in the first megabyte of the answer. */
  keyword: string | null
}

/** Where a check may go. */
export interface Reach {
  /** Whether this address may be connected to; asked for the very address that is then used, at each redirect. */
  mayConnect(address: string): boolean
  /**
   * The team's own apps: by host name, the proxy that serves it, plain and by HTTPS. `securePort` is null where the proxy
   * has no certificate for the name: whoever ends TLS for it is found as others find it.
   */
  proxies: ReadonlyMap<string, { address: string; port: number; securePort: number | null }>
}

/** Asks a URL once, as a stranger would. Never throws for what the other side does. */
export interface HttpChecker {
  check(request: CheckRequest, reach: Reach, signal?: AbortSignal): Promise<Observation>
}
