import { z } from 'zod'
import { incidentSettingsSchema } from '../incidents/settings'
import { domainSchema, envSchema, httpPathSchema, imageReferenceSchema, nameSchema, portSchema } from './fields'

export const healthCheckSchema = z.strictObject({
  path: httpPathSchema.default('/health'),
  intervalSeconds: z.number().min(0.5).max(300).default(1),
  timeoutSeconds: z.number().min(0.1).max(60).default(2),
  successThreshold: z.int().min(1).max(10).default(1),
  failureThreshold: z.int().min(1).max(10).default(3),
  deadlineSeconds: z.int().min(1).max(3600).default(60),
})

const volumeSchema = z.strictObject({
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9_-]{0,38}$/,
      'Use lower-case letters, digits, - and _ (at most 39); host paths are refused.',
    ),
  mountPath: z
    .string()
    .max(255)
    .regex(/^(\/[A-Za-z0-9._-]+)+$/, 'Use an absolute path of letters, digits, . _ - such as /data.')
    .refine((path) => !path.split('/').includes('..'), 'The path must not contain "..".'),
  /** True says that several containers may write to it at once. */
  shared: z.boolean().default(false),
})

const commandSchema = z
  .array(
    z
      .string()
      .min(1)
      .max(4096)
      .regex(/^[^\0]*$/, 'Must not contain NUL.'),
  )
  .min(1)
  .max(64)

const preDeploySchema = z.strictObject({
  command: commandSchema,
  timeoutSeconds: z.int().min(1).max(3600).default(300),
  /** Apps of the team that name the same one run their commands one after the other. */
  database: nameSchema.optional(),
})

const resourcesSchema = z.strictObject({
  cpus: z.number().min(0.05).max(256).optional(),
  memoryMb: z.int().min(16).max(1_048_576).optional(),
})

const rolloutSchema = z.strictObject({
  strategy: z.literal('rolling', 'Only "rolling" is available.').default('rolling'),
  /** How many replicas start at once on each host. */
  maxSurge: z.int().min(1).max(20).default(1),
})

/** What is compared with the release before while a new one is verified; worse in it, traffic goes back. */
const verificationSchema = z.strictObject({
  /** 5xx and answers that were broken off. */
  errors: z.boolean().default(true),
  /** Time until the first byte. */
  latency: z.boolean().default(true),
})

/** What a release is bound to besides image and env: a redeploy brings it back exactly. */
export const runSettingsSchema = z.strictObject({
  port: portSchema,
  healthCheck: healthCheckSchema.prefault({}),
  resources: resourcesSchema.default({}),
  volumes: z.array(volumeSchema).max(20).default([]),
  command: commandSchema.optional(),
  preDeploy: preDeploySchema.optional(),
})

/** What applies to the app whichever release runs. */
export const liveSettingsSchema = z.strictObject({
  /** Per host. */
  replicas: z.int().min(1).max(20).default(1),
  stopGraceSeconds: z.int().min(1).max(600).default(30),
  drainSeconds: z.int().min(0).max(3600).default(30),
  verifySeconds: z.int().min(0).max(3600).default(10),
  verification: verificationSchema.prefault({}),
  rollout: rolloutSchema.prefault({}),
  incidents: incidentSettingsSchema.prefault({}),
  /** Plain requests are answered with 308 to the same place by HTTPS, where the domain has a certificate. */
  httpsRedirect: z.boolean().default(false),
})

const identitySchema = z.strictObject({
  name: nameSchema,
  hosts: z.array(z.string().min(1).max(100)).min(1).max(50).default(['local']),
  image: imageReferenceSchema.optional(),
  domains: z.array(domainSchema).max(50).default([]),
  env: envSchema.default({}),
  secretEnv: z.array(z.string().max(256)).max(500).default([]),
})

/** An app as a person or program describes it. Unknown fields are refused. */
export const appSchema = z
  .strictObject({ ...identitySchema.shape, ...runSettingsSchema.shape, ...liveSettingsSchema.shape })
  .superRefine((app, context) => {
    app.volumes.forEach((volume, index) => {
      if (!volume.shared && app.replicas > 1) {
        context.addIssue({
          code: 'custom',
          path: ['volumes', index, 'shared'],
          message:
            'Several replicas would write to it at once: set shared to true if the app can bear that, or replicas to 1.',
        })
      }
    })
    for (const list of ['domains', 'hosts'] as const) {
      if (new Set(app[list]).size !== app[list].length) {
        context.addIssue({ code: 'custom', path: [list], message: 'Each may be named once only.' })
      }
    }
    app.secretEnv.forEach((name, index) => {
      if (!(name in app.env)) {
        context.addIssue({ code: 'custom', path: ['secretEnv', index], message: `env has no ${name}.` })
      }
    })
  })

export type AppInput = z.input<typeof appSchema>
export type AppDefinition = z.output<typeof appSchema>
export type RunSettings = z.output<typeof runSettingsSchema>
export type LiveSettings = z.output<typeof liveSettingsSchema>

/** The part of an app that a release takes with it. */
export const runSettingsOf = (app: AppDefinition): RunSettings =>
  runSettingsSchema.parse({
    port: app.port,
    healthCheck: app.healthCheck,
    resources: app.resources,
    volumes: app.volumes,
    ...(app.command && { command: app.command }),
    ...(app.preDeploy && { preDeploy: app.preDeploy }),
  })

export const liveSettingsOf = (app: AppDefinition): LiveSettings =>
  liveSettingsSchema.parse({
    replicas: app.replicas,
    stopGraceSeconds: app.stopGraceSeconds,
    drainSeconds: app.drainSeconds,
    verifySeconds: app.verifySeconds,
    verification: app.verification,
    rollout: app.rollout,
    incidents: app.incidents,
    httpsRedirect: app.httpsRedirect,
  })

export const appStatuses = ['live', 'deploying', 'degraded', 'down', 'never_deployed'] as const
export type AppStatus = (typeof appStatuses)[number]
