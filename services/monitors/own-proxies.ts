import { chooseCertificate } from '@/core/certificates/matching'
import type { Reach } from '@/core/ports/http-checker'
import type { Context, DatabaseOrTransaction } from '@/services/context'

type Proxies = Reach['proxies']

/** For each monitor the proxies that serve its team's own app under all its names, if that is what it watches. */
export const ownProxies = async (
  db: DatabaseOrTransaction,
  instance: Pick<Context['instance'], 'proxyHttpPort' | 'proxyHttpsPort'>,
  monitors: readonly { teamId: string; url: string }[],
): Promise<(monitor: { teamId: string; url: string }) => Proxies> => {
  const hostOf = (url: string): string => new URL(url).hostname
  const domains = await db.domain.findMany({
    where: { name: { in: [...new Set(monitors.map(({ url }) => hostOf(url)))] } },
    select: {
      name: true,
      teamId: true,
      app: {
        select: {
          domains: { select: { name: true } },
          hosts: { orderBy: { id: 'asc' }, take: 1, select: { host: { select: { publicAddress: true } } } },
        },
      },
    },
  })
  const certificates = await certificatesOf(db, [...new Set(domains.map(({ teamId }) => teamId))])
  const { proxyHttpPort: port, proxyHttpsPort: securePort } = instance
  const none: Proxies = new Map()
  const known = new Map<string, Proxies>()
  for (const { name, teamId, app } of domains) {
    const address = app.hosts[0]?.host.publicAddress
    if (!address) continue
    const ofApp = app.domains.map((domain) => {
      const isServed = chooseCertificate(certificates.get(teamId) ?? [], domain.name) !== null
      return [domain.name, { address, port, securePort: isServed ? securePort : null }] as const
    })
    known.set(`${teamId} ${name}`, new Map(ofApp))
  }
  return ({ teamId, url }) => known.get(`${teamId} ${hostOf(url)}`) ?? none
}

/** By team: the proxies serve a name with its own team's certificates only. */
const certificatesOf = async (db: DatabaseOrTransaction, teamIds: string[]) => {
  const rows = await db.certificate.findMany({
    where: { teamId: { in: teamIds } },
    select: { id: true, teamId: true, domains: true, notAfter: true },
  })
  return new Map(teamIds.map((teamId) => [teamId, rows.filter((row) => row.teamId === teamId)]))
}
