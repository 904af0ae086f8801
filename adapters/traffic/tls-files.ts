import { createHash } from 'node:crypto'
import { type DashboardTraffic, type DomainTls, dashboardKey, type HostTraffic } from '@/core/ports/traffic'
import { allowed, wholeNumber } from './allowed'

interface Owned extends DomainTls {
  key: number
}

/** A domain may be longer than a file's name; what is in the file changes with its certificate, its name does not. */
export const certificateFile = (domain: string): string =>
  `${createHash('sha256').update(allowed('domain', domain)).digest('hex').slice(0, 24)}.pem`

/** Who serves which certificate, as the running proxies are asked for it. */
export const versionEntry = ({ key, version }: { key: number; version: string }): string => `${key}:${version}`

/** The values themselves; throws `configuration_refused` when any is outside its set. */
export const checkedTls = (tls: DomainTls): DomainTls => ({
  domain: allowed('domain', tls.domain),
  version: allowed('version', tls.version),
  pem: allowed('pem', tls.pem),
  redirect: tls.redirect,
})

export const checkedDashboard = (dashboard: DashboardTraffic | null): DashboardTraffic | null =>
  dashboard && {
    domain: allowed('domain', dashboard.domain),
    port: wholeNumber('a port', dashboard.port, 1, 65_535),
    tls: dashboard.tls && checkedTls(dashboard.tls),
  }

/** Every domain with a certificate, and whose key it is. */
const owned = ({ apps, dashboard }: Pick<HostTraffic, 'apps' | 'dashboard'>): Owned[] => [
  ...apps.flatMap(({ key, tls }) => tls.map((one) => ({ ...one, key }))),
  ...(dashboard?.tls ? [{ ...dashboard.tls, key: dashboardKey }] : []),
]

/** The certificates by their files' names. */
export const certificateFiles = (traffic: Pick<HostTraffic, 'apps' | 'dashboard'>): Record<string, string> =>
  Object.fromEntries(owned(traffic).map(({ domain, pem }) => [certificateFile(domain), pem]))

/** What goes with them: who is served by which, as what, and who is sent on to HTTPS. */
export const certificateLists = (
  traffic: Pick<HostTraffic, 'apps' | 'dashboard'>,
): Record<'certs.list' | 'certs.map' | 'redirects.map', string> => {
  const all = owned(traffic)
  return {
    'certs.list': all.map(({ domain }) => `${certificateFile(domain)} ${domain}\n`).join(''),
    'certs.map': all.map((one) => `${one.domain} ${versionEntry(one)}\n`).join(''),
    'redirects.map': all
      .filter(({ redirect }) => redirect)
      .map(({ domain, key }) => `${domain} ${key}\n`)
      .join(''),
  }
}
