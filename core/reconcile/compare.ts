import type { ContainerSummary } from '../ports/containers'
import type { ProxyView, Side } from '../ports/traffic'

/** What should be on a host of one app that nobody is deploying. */
export interface DesiredApp {
  appId: string
  key: number
  active: Side | null
  domains: readonly string[]
  /** Domains that are served by TLS, by which certificate, and whether plain requests are sent there. */
  tls: readonly { domain: string; version: string; redirect: boolean }[]
  /** Replicas that should serve; `address` is `host:port`. */
  ready: readonly { number: number; containerName: string; side: Side; slot: number; address: string }[]
  /** Slots, as `a3`, that replicas have which are ending or starting; what those hold is none of our business here. */
  inUse: ReadonlySet<string>
}

/** What is there. */
export interface ActualHost {
  containers: readonly ContainerSummary[]
  /** One for each proxy that runs. */
  proxies: readonly ProxyView[]
}

/** How many proxies a host should have. */
const wantedProxies = 2
const runs: readonly ContainerSummary['status'][] = ['running', 'restarting']

/** What is amiss with one app on one host, in words for people; nothing when all is as it should be. */
export const findAmiss = (app: DesiredApp, { containers, proxies }: ActualHost): string[] => {
  const amiss = notRunning(app.ready, containers).map(({ words }) => words)
  if (proxies.length < wantedProxies)
    amiss.push(proxies.length === 0 ? 'No proxy ran.' : 'One of the proxies did not run.')
  const told = (isWrong: (proxy: ProxyView) => boolean, words: string): void => {
    if (proxies.some(isWrong)) amiss.push(words)
  }
  told((proxy) => (proxy.routes.get(app.key) ?? null) !== app.active, 'A proxy sent requests elsewhere.')
  told((proxy) => !hasDomains(app, proxy), 'A proxy had other domains.')
  told((proxy) => !hasCertificates(app, proxy), 'A proxy had other certificates.')
  told((proxy) => !hasReplicas(app, proxy), 'A proxy did not know every replica.')
  told((proxy) => staleSlots(app, proxy).length > 0, 'A proxy still knew replicas that are gone.')
  return amiss
}

/** Those of the replicas whose containers do not run, with what is amiss in words. */
export const notRunning = <Replica extends { number: number; containerName: string }>(
  replicas: readonly Replica[],
  containers: readonly ContainerSummary[],
): { replica: Replica; words: string }[] => {
  const byName = new Map(containers.map((container) => [container.name, container]))
  return replicas.flatMap((replica) => {
    const status = byName.get(replica.containerName)?.status
    if (status === undefined) return [{ replica, words: `Replica ${replica.number} was gone.` }]
    return runs.includes(status) ? [] : [{ replica, words: `Replica ${replica.number} did not run.` }]
  })
}

const hasDomains = (app: DesiredApp, proxy: ProxyView): boolean => {
  const own = [...proxy.domains].filter(([, key]) => key === app.key).map(([domain]) => domain)
  return own.length === app.domains.length && own.every((domain) => app.domains.includes(domain))
}

const hasCertificates = (app: DesiredApp, proxy: ProxyView): boolean => {
  const own = [...proxy.certificates].filter(([, { key }]) => key === app.key)
  return (
    own.length === app.tls.length &&
    app.tls.every(
      ({ domain, version, redirect }) =>
        proxy.certificates.get(domain)?.version === version && proxy.redirects.has(domain) === redirect,
    )
  )
}

const hasReplicas = (app: DesiredApp, proxy: ProxyView): boolean =>
  app.ready.every((replica) =>
    proxy.filled.some(
      (one) =>
        one.key === app.key &&
        one.side === replica.side &&
        one.slot === replica.slot &&
        one.address === replica.address,
    ),
  )

/** The slots that a proxy has filled and that no replica has. */
const staleSlots = (app: DesiredApp, proxy: ProxyView): { side: Side; slot: number }[] => {
  const known = new Set([...app.inUse, ...app.ready.map((replica) => `${replica.side}${replica.slot}`)])
  return proxy.filled
    .filter((one) => one.key === app.key && !known.has(`${one.side}${one.slot}`))
    .map(({ side, slot }) => ({ side, slot }))
}
