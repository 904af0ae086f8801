import type { ProxyView, Side } from '@/core/ports/traffic'

/** A replica as the database has it; `address` is `host:port`. */
interface RecordedReplica {
  app: string
  key: number
  container: string
  state: string
  releaseId: string
  side: string
  slot: number
  address: string
}

interface RecordedApp {
  name: string
  key: number
  side: string | null
  domain: string
  /** How many replicas it is to have. */
  replicas: number
  currentReleaseId: string | null
}

/** What the database says. */
export interface Recorded {
  apps: readonly RecordedApp[]
  /** Those that are not gone. */
  replicas: readonly RecordedReplica[]
  /** Deployments that have not ended, or that still drain. */
  unfinished: readonly string[]
}

/** What is there. */
export interface Found {
  /** All containers of the instance. */
  containers: readonly { name: string; running: boolean }[]
  proxyNames: readonly string[]
  proxies: readonly ProxyView[]
  /** By proxy, the addresses that backup servers point to. */
  backups: readonly { proxy: string; server: string; address: string }[]
  /** Routed replicas that both proxies take for healthy. */
  healthy: readonly { key: number; side: Side; slot: number }[]
  /** The release that answered, by app; several where they differ. */
  answers: ReadonlyMap<string, ReadonlySet<string>>
}

/** Where the containers, the proxies and the answers differ from the database, a sentence each. */
export const differences = (recorded: Recorded, found: Found): string[] => [
  ...recorded.unfinished.map((what) => `${what} is not finished`),
  ...containerDifferences(recorded, found),
  ...recorded.apps.flatMap((app) => appDifferences(app, recorded, found)),
]

const containerDifferences = ({ replicas }: Recorded, { containers, proxyNames }: Found): string[] => {
  const wanted = new Set([...replicas.map((replica) => replica.container), ...proxyNames])
  const there = new Set(containers.map((container) => container.name))
  return [
    ...containers.filter(({ name }) => !wanted.has(name)).map(({ name }) => `orphan: container ${name}`),
    ...[...wanted].filter((name) => !there.has(name)).map((name) => `missing: container ${name}`),
    ...containers.filter(({ name, running }) => wanted.has(name) && !running).map(({ name }) => `${name} does not run`),
  ]
}

const appDifferences = (app: RecordedApp, { replicas }: Recorded, found: Found): string[] => {
  const own = replicas.filter((replica) => replica.key === app.key)
  const amiss: string[] = []
  const say = (what: string): void => void amiss.push(`${app.name}: ${what}`)
  for (const { container, state, releaseId } of own) {
    if (state !== 'ready') say(`${container} is still ${state}`)
    else if (releaseId !== app.currentReleaseId) say(`${container} is not of the current release`)
  }
  if (own.length !== app.replicas) say(`${own.length} replicas instead of ${app.replicas}`)
  if (found.proxies.length !== found.proxyNames.length) say(`${found.proxies.length} proxies answer`)
  found.proxies.forEach((proxy, index) => {
    for (const what of proxyDifferences(app, own, proxy)) say(`proxy ${index + 1} ${what}`)
  })
  for (const backup of found.backups) {
    if (backup.server.startsWith(`k${app.key}a`) || backup.server.startsWith(`k${app.key}b`))
      say(`${backup.proxy} still has ${backup.address} as a standby (${backup.server})`)
  }
  for (const { container, side, slot } of own) {
    const isHealthy = found.healthy.some((one) => one.key === app.key && one.side === side && one.slot === slot)
    if (!isHealthy) say(`the proxies do not take ${container} for healthy`)
  }
  const answers = [...(found.answers.get(app.name) ?? [])]
  if (answers.length !== 1 || answers[0] !== app.currentReleaseId) {
    say(`answers come from ${answers.join(' and ') || 'nobody'} and the current release is ${app.currentReleaseId}`)
  }
  return amiss
}

const proxyDifferences = (app: RecordedApp, own: readonly RecordedReplica[], proxy: ProxyView): string[] => {
  const amiss: string[] = []
  const routed = proxy.routes.get(app.key) ?? null
  if (routed !== app.side) amiss.push(`routes to side ${routed} instead of ${app.side}`)
  if (proxy.domains.get(app.domain) !== app.key) amiss.push(`does not know ${app.domain}`)
  const named = (one: { side: string; slot: number; address: string }): string =>
    `${one.side}${one.slot}=${one.address}`
  const wanted = new Set(own.map(named))
  const filled = new Set(proxy.filled.filter((one) => one.key === app.key).map(named))
  for (const one of wanted) if (!filled.has(one)) amiss.push(`lacks ${one}`)
  for (const one of filled) if (!wanted.has(one)) amiss.push(`has ${one} that nobody should have`)
  return amiss
}
