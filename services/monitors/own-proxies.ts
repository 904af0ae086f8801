import type { Context, DatabaseOrTransaction } from '@/services/context'

type Proxies = ReadonlyMap<string, { address: string; port: number }>

/** For each monitor the proxies that serve its team's own app under all its names, if that is what it watches. */
export const ownProxies = async (
  db: DatabaseOrTransaction,
  instance: Pick<Context['instance'], 'proxyHttpPort'>,
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
  const none: Proxies = new Map()
  const known = new Map<string, Proxies>()
  for (const { name, teamId, app } of domains) {
    const address = app.hosts[0]?.host.publicAddress
    if (!address) continue
    const proxy = { address, port: instance.proxyHttpPort }
    known.set(`${teamId} ${name}`, new Map(app.domains.map((domain) => [domain.name, proxy])))
  }
  return ({ teamId, url }) => known.get(`${teamId} ${hostOf(url)}`) ?? none
}
