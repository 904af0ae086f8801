import { NamedError } from '../named-error'
import type { HostTarget } from './host-target'

/**
 * The data plane of a host: two proxies that share one port. Every app has a key (its place in a pool of pre-declared
 * backends) and two sides, a and b; a release's replicas fill the slots of one side, and a map says which side is
 * routed. `HostTraffic` is what the proxies should hold; it is rendered, checked and stored so that a restarted proxy
 * serves the same without us, and the session's calls change the running proxies in the same sense.
 */
export type Side = 'a' | 'b'

export interface HealthSettings {
  intervalSeconds: number
  timeoutSeconds: number
  successThreshold: number
  failureThreshold: number
}

/** A replica's place in the proxy. */
export interface FilledSlot {
  slot: number
  address: string
  port: number
  /** Path the proxy asks, with query if any; strict character set, see core/apps/schema. */
  checkPath: string
  /** Host header of the check. */
  checkHost: string
}

export interface SideTraffic {
  health: HealthSettings
  /** How many slots are declared, numbered from 1. */
  slots: number
  filled: readonly FilledSlot[]
}

/** A domain that is served by TLS. */
export interface DomainTls {
  domain: string
  /** Names the certificate: another one, or another chain, has another version. Letters and digits. */
  version: string
  /** Certificate, chain and private key, PEM. Secret. */
  pem: string
  /** Whether plain requests are sent on to HTTPS. */
  redirect: boolean
}

/** The dashboard behind the proxies of its own machine. */
export interface DashboardTraffic {
  domain: string
  /** Where it listens on 127.0.0.1. */
  port: number
  tls: DomainTls | null
}

/** In the proxies the dashboard has the key that no app has. */
export const dashboardKey = 0

export interface AppTraffic {
  /** From 1; unique on the host. */
  key: number
  domains: readonly string[]
  /** Of its domains those that have a certificate. No name beside them is answered by TLS. */
  tls: readonly DomainTls[]
  /** The routed side; null answers the branded 503. */
  active: Side | null
  a: SideTraffic
  b: SideTraffic
}

export interface HostTraffic {
  /** Grows with every change of what is desired; the proxies refuse to store an older one. */
  generation: number
  apps: readonly AppTraffic[]
  /** null: these proxies do not lead to it. */
  dashboard: DashboardTraffic | null
}

/** A proxy as it was when it was looked at. */
export interface ProxyState {
  name: string
  running: boolean
  version: string | null
  startedAt: string | null
  /** Workers of earlier configurations that still hold connections. */
  oldWorkers: number
}

export type SlotStatus =
  /** Answers as expected; may serve. */
  | 'up'
  /** Not known to be healthy yet, or not any more. */
  | 'down'
  /** In drain: checked, but gets no new requests. */
  | 'drain'
  /** Empty, or not checked. */
  | 'maintenance'

export interface SlotHealth {
  slot: number
  status: SlotStatus
  /** HAProxy's name of the last check's outcome: L7OK, L7STS, L7TOUT, L4CON, L4TOUT … */
  check: string
  /** HTTP status of the last check, where one came. */
  httpStatus: number | null
}

/**
 * What one process counted for one side of an app since the process started. Our own probes are not in it, but for one
 * whose answer breaks off half-way: that is not known to be a probe's.
 */
export interface SideCounters {
  /** Answers to users, those the proxy made included. */
  requests: number
  /** 5xx, whoever made them, and answers that were broken off. */
  failed: number
  /** Answers that took longer than each bound of core/verification/slower until their head came; the proxy's own are not among them. */
  slower: number[]
  /**
   * Of those that failed, how many each slot's replica failed; only slots that failed any. One of an earlier release that
   * still drains is among them. Absent from what was stored before it was counted.
   */
  failedBySlot?: Readonly<Record<string, number>> | undefined
}

/** … and which process. */
export interface SideReading extends SideCounters {
  /** As in {@link ProcessCounters}. */
  process: string
}

/** Counters of one proxy process since it started. */
export interface ProcessCounters {
  /** Names the process for good: a restarted proxy is another one. */
  process: string
  /** Responses sent to users by the app's backends, those the proxy made included; probes included. */
  responses: number
  /** … of them by the proxy itself: 502, 503, 504. */
  proxyErrors: number
  /** … of them 5xx made by the app. */
  appErrors: number
  /** Responses that the app broke off half-way. */
  broken: number
  retried: number
  /** Requests of our own prober among `responses`. */
  probes: number
  bytesIn: number
  bytesOut: number
  sides: Record<Side, SideCounters>
}

/** What one proxy process counted for the app with this key since the process started. */
export interface SurveyedCounters {
  key: number
  /** As in {@link ProcessCounters}. */
  process: string
  /** Answers to users; our own probes are not among them. */
  requests: number
  /** 5xx, whoever made them, and answers that were broken off. */
  errors: number
  /** As in {@link SideCounters}, both sides together; empty from a proxy that does not count it yet. */
  slower: number[]
  /** Mean time until the app answered, of the last 1,024 requests. */
  responseMs: number
}

/** What both proxies of a host say of the apps that have a place there. */
export interface TrafficSurvey {
  /** How many of the two run. */
  running: number
  counters: readonly SurveyedCounters[]
  /** Of the routed side of each app, the less healthy of both proxies' views. */
  health: readonly (SlotHealth & { key: number; side: Side })[]
}

/** What a running proxy has been told, whatever should be. */
export interface ProxyView {
  /** The side that an app's key is sent to; absent keys are sent nowhere. */
  routes: ReadonlyMap<number, Side>
  /** Domain to key. */
  domains: ReadonlyMap<string, number>
  /** Domain to the certificate that serves it, as {@link DomainTls} names it. */
  certificates: ReadonlyMap<string, { key: number; version: string }>
  /** Domains whose plain requests are sent on to HTTPS. */
  redirects: ReadonlySet<string>
  /** `address` is `host:port`. */
  filled: readonly { key: number; side: Side; slot: number; address: string }[]
}

/** A request that was sent to a replica which has just died is tried elsewhere, or given up, within this time, in milliseconds. */
export const retriedWithinMs = 1000

/**
 * An open line to both proxies of a host, for one app. Writes carry the app's fencing number; once a higher one was
 * seen they throw `TrafficError('fenced')`, so a stalled worker that wakes up can do nothing.
 */
export interface TrafficSession {
  /** True when the running proxies' declared backends or slots differ from what `desired` needs. */
  needsReload(desired: HostTraffic): Promise<boolean>
  /** Stores and reloads both proxies one after the other, awaiting the new workers. Caller holds the host's reload lock. */
  reload(desired: HostTraffic): Promise<void>
  /** Renders, checks (`haproxy -c`) and stores without reloading; a lower generation is left unstored, silently. */
  store(desired: HostTraffic): Promise<void>
  /** Takes empty slots out of maintenance on a dead address, so that they are checked often when filled. */
  arm(side: Side, slots: readonly number[]): Promise<void>
  /**
   * Points slots to replicas; each is down until its own check has passed. One that points there already goes on as it
   * is, and is taken out of drain.
   */
  fill(side: Side, slots: readonly FilledSlot[]): Promise<void>
  /**
   * The replicas that take over the moment no replica of `side` is healthy: the old release while the new one is
   * verified. An empty list ends it.
   */
  backUp(side: Side, slots: readonly FilledSlot[]): Promise<void>
  health(side: Side): Promise<SlotHealth[]>
  /** Its health, and what each process of both proxies has counted for it, in one question to each process. */
  watch(side: Side): Promise<{ health: SlotHealth[]; counters: SideReading[] }>
  /** Sends all new requests to this side (null: the branded 503), on both proxies. Resolves when both have answered. */
  route(side: Side | null): Promise<void>
  /** The side that each proxy sends new requests to. */
  routed(): Promise<(Side | null)[]>
  /** Makes exactly these the app's domains on the running proxies; what its key had before is taken away. */
  setDomains(domains: readonly string[]): Promise<void>
  /**
   * Makes exactly these the app's certificates and redirects on the running proxies, without a reload; connections under
   * way keep what they began with. What its key had before is taken away.
   */
  setTls(tls: readonly DomainTls[]): Promise<void>
  /** Leads the dashboard's name to it, or no longer; of a session with {@link dashboardKey}. */
  setDashboard(dashboard: DashboardTraffic | null): Promise<void>
  /** No new requests to these slots, until they are filled; checks and running requests go on. */
  drain(side: Side, slots: readonly number[]): Promise<void>
  /** Empties slots: dead address, out of the rotation. They stay armed, and show as maintenance. */
  vacate(side: Side, slots: readonly number[]): Promise<void>
  /** Requests and upgraded connections in progress on these slots, all workers of both proxies summed. */
  inFlight(side: Side, slots: readonly number[]): Promise<number>
  /**
   * Milliseconds until a reload's older workers can no longer send a request to an old release (they show no idle
   * client, or the keep-alive timeout has passed); 0 when there are none.
   */
  settleMs(): Promise<number>
  /** Closes what is in progress on these slots; returns how many connections were closed. */
  cut(side: Side, slots: readonly number[]): Promise<number>
  /** One entry for each process of both proxies, older workers included. */
  counters(): Promise<ProcessCounters[]>
  close(): Promise<void>
}

/** A target whose engine is not known to be its own is refused by whatever changes proxies, and another host's proxies by all. */
export interface Traffic {
  /**
   * Makes both proxies exist and run with `desired`: builds or pulls the image if the engine lacks it, creates missing
   * ones, starts stopped ones. Leaves running ones alone.
   */
  ensureProxies(host: HostTarget, desired: HostTraffic, onProgress?: (message: string) => void): Promise<ProxyState[]>
  inspectProxies(host: HostTarget): Promise<ProxyState[]>
  removeProxies(host: HostTarget): Promise<void>
  /** Reads what the running proxies counted and see; starts none. Throws proxy_unavailable if one does not answer. */
  survey(host: HostTarget, apps: readonly { key: number; active: Side | null }[]): Promise<TrafficSurvey>
  /** Reads what each running proxy has been told; starts none. Throws proxy_unavailable if one does not answer. */
  look(host: HostTarget): Promise<ProxyView[]>
  /** Opens a line for the app with this key. `fence` 0 may only read. */
  open(host: HostTarget, appKey: number, fence: number): Promise<TrafficSession>
}

export type TrafficErrorCode =
  | 'fenced'
  | 'proxy_unavailable'
  | 'configuration_refused'
  | 'port_in_use'
  /** The proxies there are another host's of this instance. */
  | 'engine_taken'

export class TrafficError extends NamedError {
  protected static override readonly knownAs = 'TrafficError'
  readonly code: TrafficErrorCode
  constructor(code: TrafficErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TrafficError'
    this.code = code
  }
}
