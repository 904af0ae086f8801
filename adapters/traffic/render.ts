import type { AppTraffic, FilledSlot, HostTraffic, Side } from '@/core/ports/traffic'
import { dashboardKey, TrafficError } from '@/core/ports/traffic'
import { allowed, checkedSlot, milliseconds, wholeNumber } from './allowed'
import {
  backendName,
  backupName,
  type DeclaredSide,
  minimalSlots,
  primaryName,
  sides,
  structureOf,
  writeStructure,
} from './structure'
import { dashboardBackend, globalSection } from './template'
import { certificateFiles, certificateLists, checkedDashboard, checkedTls } from './tls-files'

export interface RenderSettings {
  httpPort: number
  httpsPort: number
  /** What our own prober sends in `x-gapless-probe`. */
  probeSecret: string
}

/** File name to content; the maps and the list of certificates are what the runtime commands change. */
export type RenderedFiles = Readonly<Record<string, string>> &
  Record<
    | 'haproxy.cfg'
    | 'hosts.map'
    | 'routes.map'
    | 'checks.map'
    | 'check-hosts.map'
    | 'structure.map'
    | 'certs.list'
    | 'certs.map'
    | 'redirects.map',
    string
  >

/** Nothing listens there and the refusal is immediate. */
export const deadAddress = { address: '127.0.0.1', port: 1 } as const
export const dead = `${deadAddress.address}:${deadAddress.port}`

const serverLine = (name: string, filled: FilledSlot | undefined, backup: boolean): string => {
  const { address, port } = filled ?? deadAddress
  const target = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
  return `  server ${name} ${target}${backup ? ' backup' : ''}${filled ? '' : ' disabled'}\n`
}

const backend = (key: number, side: Side, declared: DeclaredSide, filled: readonly FilledSlot[]): string => {
  const { health } = declared
  const bySlot = new Map(filled.map((slot) => [slot.slot, slot]))
  const rise = wholeNumber('successThreshold', health.successThreshold, 1, 100)
  const fall = wholeNumber('failureThreshold', health.failureThreshold, 1, 100)
  const interval = milliseconds('intervalSeconds', health.intervalSeconds)
  let text = `backend ${backendName(key, side)} from app\n`
  text += `  timeout check ${milliseconds('timeoutSeconds', health.timeoutSeconds)}\n`
  text += `  default-server inter ${interval} rise ${rise} fall ${fall}\n`
  for (let slot = 1; slot <= declared.slots; slot++) {
    text += serverLine(primaryName(key, side, slot), bySlot.get(slot), false)
  }
  for (let slot = 1; slot <= declared.slots; slot++) text += serverLine(backupName(key, side, slot), undefined, true)
  return text
}

const checkedApp = (app: AppTraffic): AppTraffic => {
  wholeNumber('an app key', app.key, 1, 10_000)
  const sideOf = (side: Side) => ({
    ...app[side],
    slots: wholeNumber('slots', app[side].slots, 0, 1000),
    filled: app[side].filled.map(checkedSlot),
  })
  const foreign = app.tls.find(({ domain }) => !app.domains.includes(domain))
  if (foreign) {
    throw new TrafficError('configuration_refused', 'A certificate is for a domain that its app does not have.')
  }
  return {
    ...app,
    domains: app.domains.map((domain) => allowed('domain', domain)),
    tls: app.tls.map(checkedTls),
    a: sideOf('a'),
    b: sideOf('b'),
  }
}

const refuseDuplicates = (what: string, values: readonly (string | number)[]): void => {
  if (new Set(values).size !== values.length) {
    throw new TrafficError(
      'configuration_refused',
      `The proxy's configuration was not written: ${what} is named twice.`,
    )
  }
}

/**
 * Everything a proxy reads, from what it should hold. Pure. Throws `configuration_refused` for any value outside its
 * set of characters or numbers, and for a key or domain that two apps claim.
 */
export const render = (traffic: HostTraffic, settings: RenderSettings): RenderedFiles => {
  const apps = traffic.apps.map(checkedApp)
  const dashboard = checkedDashboard(traffic.dashboard)
  refuseDuplicates(
    'a key',
    apps.map((app) => app.key),
  )
  refuseDuplicates('a domain', [...apps.flatMap((app) => app.domains), ...(dashboard ? [dashboard.domain] : [])])
  refuseDuplicates(
    'a certificate',
    apps.flatMap((app) => app.tls.map(({ domain }) => domain)),
  )
  for (const { a, b } of apps) {
    for (const { filled, slots } of [a, b]) {
      refuseDuplicates(
        'a slot',
        filled.map(({ slot }) => wholeNumber('a slot', slot, 1, Math.max(slots, minimalSlots))),
      )
    }
  }
  const structure = structureOf({ ...traffic, apps })
  const byKey = new Map(apps.map((app) => [app.key, app]))
  const hosts = [
    ...apps.flatMap(({ domains, key }) => domains.map((domain) => ({ domain, key }))),
    ...(dashboard ? [{ domain: dashboard.domain, key: dashboardKey }] : []),
  ]
  const files: RenderedFiles = {
    'haproxy.cfg': globalSection({
      httpPort: wholeNumber('the port', settings.httpPort, 1, 65_535),
      httpsPort: wholeNumber('the port', settings.httpsPort, 1, 65_535),
      probeSecret: allowed('secret', settings.probeSecret),
      dashboardPort: dashboard?.port ?? null,
    }),
    'hosts.map': hosts.map(({ domain, key }) => `${domain} ${key}\n`).join(''),
    'routes.map': dashboard ? `${dashboardKey} ${dashboardBackend}\n` : '',
    'checks.map': '',
    'check-hosts.map': '',
    'structure.map': writeStructure(structure),
    ...certificateLists({ apps, dashboard }),
    ...certificateFiles({ apps, dashboard }),
  }
  for (let key = 1; structure.has(backendName(key, 'a')); key++) {
    const app = byKey.get(key)
    if (app?.active) files['routes.map'] += `${key} ${backendName(key, app.active)}\n`
    for (const side of sides) {
      const declared = structure.get(backendName(key, side))
      if (!declared) continue
      const filled = app?.[side].filled ?? []
      files['haproxy.cfg'] += `\n${backend(key, side, declared, filled)}`
      for (const slot of filled) {
        const name = primaryName(key, side, slot.slot)
        files['checks.map'] += `${name} ${slot.checkPath}\n`
        files['check-hosts.map'] += `${name} ${slot.checkHost}\n`
      }
    }
  }
  return files
}
