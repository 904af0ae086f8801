import type { RunSettings } from '../apps/schema'

/** One thing that is different in the release that will run. */
export interface Difference {
  /** `Image`, `Port`, `FEATURE_X` … */
  what: string
  kind: 'image' | 'setting' | 'env'
  /** null: it was not there, or will not be. Values of env are never told. */
  from: string | null
  to: string | null
}

interface Compared {
  image: string
  digest: string
  settings: RunSettings
  env: Readonly<Record<string, string>>
}

const text = (value: unknown): string | null => {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.length === 0 ? null : JSON.stringify(value)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const settingsOf = ({ healthCheck, resources, ...rest }: RunSettings): [string, unknown][] => [
  ['Port', rest.port],
  ['Health check path', healthCheck.path],
  ['Health check interval', `${healthCheck.intervalSeconds} s`],
  ['Health check time-out', `${healthCheck.timeoutSeconds} s`],
  ['Health check deadline', `${healthCheck.deadlineSeconds} s`],
  ['Successes to be healthy', healthCheck.successThreshold],
  ['Failures to be unhealthy', healthCheck.failureThreshold],
  ['CPUs', resources.cpus],
  ['Memory', resources.memoryMb === undefined ? undefined : `${resources.memoryMb} MB`],
  ['Volumes', rest.volumes.map((volume) => `${volume.name}:${volume.mountPath}`)],
  ['Command', rest.command],
  ['Pre-deploy command', rest.preDeploy?.command],
  ['Pre-deploy database', rest.preDeploy?.database],
]

/** What changes when `to` replaces `from`: image, settings, and env by names only. */
export const compareReleases = (from: Compared, to: Compared): Difference[] => [
  ...(from.digest === to.digest ? [] : [{ what: 'Image', kind: 'image' as const, from: from.image, to: to.image }]),
  ...compareSettings(from.settings, to.settings),
  ...compareEnv(from.env, to.env),
]

const compareSettings = (from: RunSettings, to: RunSettings): Difference[] => {
  const before = new Map(settingsOf(from).map(([what, value]) => [what, text(value)]))
  return settingsOf(to).flatMap(([what, value]) => {
    const [was, will] = [before.get(what) ?? null, text(value)]
    return was === will ? [] : [{ what, kind: 'setting' as const, from: was, to: will }]
  })
}

const compareEnv = (from: Compared['env'], to: Compared['env']): Difference[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])].sort().flatMap((name) => {
    if (from[name] === to[name]) return []
    return [
      {
        what: name,
        kind: 'env' as const,
        from: name in from ? 'set' : null,
        to: name in to ? (name in from ? 'another value' : 'set') : null,
      },
    ]
  })
