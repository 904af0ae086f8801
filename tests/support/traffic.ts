import { randomBytes, randomInt } from 'node:crypto'
import { type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import Dockerode from 'dockerode'
import { createTraffic } from '@/adapters/traffic/create-traffic'
import type { HostTarget } from '@/core/ports/host-target'
import type {
  AppTraffic,
  FilledSlot,
  HealthSettings,
  HostTraffic,
  Side,
  Traffic,
  TrafficSession,
} from '@/core/ports/traffic'
import { proxyImageFor, removeProxyImages } from './traffic-image'

const socket = '/var/run/docker.sock'
export const docker = new Dockerode({ socketPath: socket })
// A dash in front is as good a secret as any other, and HAProxy would take it for an option.
export const probeSecret = `-${randomBytes(24).toString('base64url')}`
export const health: HealthSettings = {
  intervalSeconds: 1,
  timeoutSeconds: 2,
  successThreshold: 1,
  failureThreshold: 3,
}

export interface TrafficUnderTest {
  host: HostTarget
  traffic: Traffic
  httpPort: number
  httpsPort: number
  /** Removes the proxies and their image. */
  remove(): Promise<void>
}

/** Two proxies of an instance of their own, with a random id and, unless given, a random port. */
export const trafficUnderTest = (
  instanceId = `t${randomBytes(4).toString('hex')}`,
  httpPort = randomInt(20_000, 32_000),
): TrafficUnderTest => {
  const host: HostTarget = {
    id: instanceId,
    instanceId,
    endpoint: { type: 'socket', path: socket },
    engineId: 'x',
    anyAddress: true,
  }
  const traffic = createTraffic({
    docker: () => docker,
    isHost: async () => true,
    proxyImage: () => proxyImageFor(docker, instanceId),
    httpPort,
    httpsPort: httpPort + 1,
    probeSecret,
    keepLinesMs: 500,
  })
  const remove = async () => {
    await traffic.removeProxies(host)
    await removeProxyImages(docker, instanceId)
  }
  return { host, traffic, httpPort, httpsPort: httpPort + 1, remove }
}

export const appTraffic = (key: number, changes: Partial<AppTraffic> = {}): AppTraffic => ({
  key,
  domains: [`app${key}.localhost`],
  tls: [],
  active: null,
  a: { health, slots: 2, filled: [] },
  b: { health, slots: 2, filled: [] },
  ...changes,
})

export const hostTraffic = (generation: number, ...apps: AppTraffic[]): HostTraffic => ({
  generation,
  apps,
  dashboard: null,
})

/** Slots for servers on these ports of 127.0.0.1, numbered from 1. */
export const slotsFor = (...ports: number[]): FilledSlot[] =>
  ports.map((port, index) => ({
    slot: index + 1,
    address: '127.0.0.1',
    port,
    checkPath: '/health',
    checkHost: 'check.localhost',
  }))

/** Resolves with the milliseconds it took until these slots were up on both proxies. */
export const untilUp = async (session: TrafficSession, side: Side, count: number): Promise<number> => {
  const began = performance.now()
  for (;;) {
    const slots = await session.health(side)
    if (slots.slice(0, count).every((slot) => slot.status === 'up')) return performance.now() - began
  }
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** One request on a connection of its own. */
export const ask = (
  { httpPort }: Pick<TrafficUnderTest, 'httpPort'>,
  hostHeader: string,
  path = '/',
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = { host: hostHeader, ...options.headers }
    const target = { host: '127.0.0.1', port: httpPort, path, method: options.method ?? 'GET', headers, agent: false }
    const sent = request(target, (response) => {
      text(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      )
    })
    sent.on('error', reject)
    sent.end()
  })
