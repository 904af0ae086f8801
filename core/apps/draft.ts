import type { AppDefinition, AppInput } from './schema'

/** An env variable in a form. `value` null: a secret that is kept as it is and cannot be shown. */
export interface EnvDraft {
  key: string
  name: string
  value: string | null
  secret: boolean
}

export interface VolumeDraft {
  key: string
  name: string
  mountPath: string
  shared: boolean
}

/** An app as a form holds it: what was typed, right or wrong. */
export interface AppDraft {
  name: string
  image: string
  port: string
  path: string
  /** Separated by spaces, commas or lines. */
  domains: string
  httpsRedirect: boolean
  hosts: string[]
  replicas: string
  intervalSeconds: string
  timeoutSeconds: string
  deadlineSeconds: string
  successThreshold: string
  failureThreshold: string
  stopGraceSeconds: string
  drainSeconds: string
  verifySeconds: string
  compareErrors: boolean
  compareLatency: boolean
  /** An incident soon after a deployment takes it back, within so many minutes. */
  rollsBackOnIncident: boolean
  rollbackWithinMinutes: string
  holdWhileDeploying: boolean
  maxSurge: string
  cpus: string
  memoryMb: string
  /** One argument a line. */
  command: string
  preDeployCommand: string
  preDeployTimeout: string
  preDeployDatabase: string
  env: EnvDraft[]
  volumes: VolumeDraft[]
}

/** What a new app starts from: the schema's own defaults. */
export const emptyDraft: AppDraft = {
  name: '',
  image: '',
  port: '',
  path: '/health',
  domains: '',
  httpsRedirect: false,
  hosts: ['local'],
  replicas: '1',
  intervalSeconds: '1',
  timeoutSeconds: '2',
  deadlineSeconds: '60',
  successThreshold: '1',
  failureThreshold: '3',
  stopGraceSeconds: '30',
  drainSeconds: '30',
  verifySeconds: '10',
  compareErrors: true,
  compareLatency: true,
  rollsBackOnIncident: false,
  rollbackWithinMinutes: '5',
  holdWhileDeploying: false,
  maxSurge: '1',
  cpus: '',
  memoryMb: '',
  command: '',
  preDeployCommand: '',
  preDeployTimeout: '300',
  preDeployDatabase: '',
  env: [],
  volumes: [],
}

/** An app made of the sample image: everything is filled in, so that one press shows how it goes. */
export const sampleDraft = (image: string, host: string): AppDraft => ({
  ...emptyDraft,
  name: 'sample',
  image,
  port: '3000',
  domains: host,
})

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')
const splitDomains = (text: string): string[] => text.split(/[\s,]+/).filter((domain) => domain !== '')

/** The number that was typed; NaN, which every schema refuses, for what is none. */
const number = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

/** What a form's settings say to the API, env apart. To be checked by the app's schema. */
const settingsOf = (draft: AppDraft): Omit<AppInput, 'env' | 'secretEnv' | 'name' | 'hosts'> => ({
  ...(draft.image.trim() === '' ? {} : { image: draft.image.trim() }),
  port: number(draft.port),
  domains: splitDomains(draft.domains),
  httpsRedirect: draft.httpsRedirect,
  healthCheck: {
    path: draft.path.trim(),
    intervalSeconds: number(draft.intervalSeconds),
    timeoutSeconds: number(draft.timeoutSeconds),
    deadlineSeconds: number(draft.deadlineSeconds),
    successThreshold: number(draft.successThreshold),
    failureThreshold: number(draft.failureThreshold),
  },
  replicas: number(draft.replicas),
  stopGraceSeconds: number(draft.stopGraceSeconds),
  drainSeconds: number(draft.drainSeconds),
  verifySeconds: number(draft.verifySeconds),
  verification: { errors: draft.compareErrors, latency: draft.compareLatency },
  incidents: {
    rollbackWithinMinutes: draft.rollsBackOnIncident ? number(draft.rollbackWithinMinutes) : null,
    holdWhileDeploying: draft.holdWhileDeploying,
  },
  rollout: { strategy: 'rolling', maxSurge: number(draft.maxSurge) },
  resources: {
    ...(draft.cpus.trim() === '' ? {} : { cpus: number(draft.cpus) }),
    ...(draft.memoryMb.trim() === '' ? {} : { memoryMb: number(draft.memoryMb) }),
  },
  volumes: draft.volumes.map(({ name, mountPath, shared }) => ({ name, mountPath, shared })),
  ...(lines(draft.command).length === 0 ? {} : { command: lines(draft.command) }),
  ...(lines(draft.preDeployCommand).length === 0
    ? {}
    : {
        preDeploy: {
          command: lines(draft.preDeployCommand),
          timeoutSeconds: number(draft.preDeployTimeout),
          ...(draft.preDeployDatabase.trim() === '' ? {} : { database: draft.preDeployDatabase.trim() }),
        },
      }),
})

/** The whole new app that a form describes. */
export const appFromDraft = (draft: AppDraft): AppInput => {
  const env = draft.env.filter((variable) => variable.name !== '')
  return {
    name: draft.name.trim(),
    hosts: draft.hosts,
    ...settingsOf(draft),
    env: Object.fromEntries(env.map((variable) => [variable.name, variable.value ?? ''])),
    secretEnv: env.filter((variable) => variable.secret).map((variable) => variable.name),
  }
}

type Shown = Omit<AppDefinition, 'env' | 'secretEnv' | 'image' | 'command' | 'preDeploy'> & {
  image: string | null
  command: readonly string[] | null
  preDeploy: AppDefinition['preDeploy'] | null
}

/** An existing app's settings as a form holds them. */
export const draftOf = (app: Shown): AppDraft => ({
  ...emptyDraft,
  name: app.name,
  image: app.image ?? '',
  port: String(app.port),
  path: app.healthCheck.path,
  domains: app.domains.join('\n'),
  httpsRedirect: app.httpsRedirect,
  hosts: [...app.hosts],
  replicas: String(app.replicas),
  intervalSeconds: String(app.healthCheck.intervalSeconds),
  timeoutSeconds: String(app.healthCheck.timeoutSeconds),
  deadlineSeconds: String(app.healthCheck.deadlineSeconds),
  successThreshold: String(app.healthCheck.successThreshold),
  failureThreshold: String(app.healthCheck.failureThreshold),
  stopGraceSeconds: String(app.stopGraceSeconds),
  drainSeconds: String(app.drainSeconds),
  verifySeconds: String(app.verifySeconds),
  compareErrors: app.verification.errors,
  compareLatency: app.verification.latency,
  rollsBackOnIncident: app.incidents.rollbackWithinMinutes !== null,
  rollbackWithinMinutes: String(app.incidents.rollbackWithinMinutes ?? emptyDraft.rollbackWithinMinutes),
  holdWhileDeploying: app.incidents.holdWhileDeploying,
  maxSurge: String(app.rollout.maxSurge),
  cpus: app.resources.cpus === undefined ? '' : String(app.resources.cpus),
  memoryMb: app.resources.memoryMb === undefined ? '' : String(app.resources.memoryMb),
  command: (app.command ?? []).join('\n'),
  preDeployCommand: (app.preDeploy?.command ?? []).join('\n'),
  preDeployTimeout: String(app.preDeploy?.timeoutSeconds ?? 300),
  preDeployDatabase: app.preDeploy?.database ?? '',
  volumes: app.volumes.map((volume, index) => ({ key: `volume-${index}`, ...volume })),
})

/** The merge patch that brings an app to what the form says; what was emptied is taken away. */
export const settingsPatch = (draft: AppDraft): Record<string, unknown> => {
  const settings = settingsOf(draft)
  return {
    name: draft.name.trim(),
    hosts: draft.hosts,
    ...settings,
    image: settings.image ?? null,
    command: settings.command ?? null,
    preDeploy: settings.preDeploy ? { ...settings.preDeploy, database: settings.preDeploy.database ?? null } : null,
    resources: { cpus: settings.resources?.cpus ?? null, memoryMb: settings.resources?.memoryMb ?? null },
  }
}

/** `ghcr.io/team/Shop-api:1.4` suggests the name `shop-api`; empty where nothing usable is left. */
export const suggestName = (image: string): string => {
  const last = image.split('@')[0]?.split('/').at(-1)?.split(':')[0] ?? ''
  return last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '')
}
