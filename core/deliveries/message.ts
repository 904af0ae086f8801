import { z } from 'zod'

/** A link with the words that stand for it. */
const linkSchema = z.object({ label: z.string(), url: z.string() })

/** An incident as it is told. Addresses and links are put in when it is sent. */
const toldIncidentSchema = z.object({
  id: z.string(),
  monitorId: z.string(),
  monitorName: z.string(),
  /** What is watched. */
  target: z.string(),
  appId: z.string().nullable(),
  status: z.enum(['open', 'acknowledged', 'resolved']),
  url: z.string(),
  openedAt: z.string(),
  resolvedAt: z.string().nullable(),
  cause: z.string(),
  causeCode: z.string(),
  deploymentId: z.string().nullable(),
  /** `opened 74 s after v14 went live`; null without one. */
  afterDeployment: z.string().nullable(),
  flapping: z.boolean(),
  /** It ended because its monitor is looked at no more. */
  unwatched: z.boolean().default(false),
  /** A warning that ended because its monitor went down. */
  overtaken: z.boolean().default(false),
  links: z.array(linkSchema),
})
export type ToldIncident = z.infer<typeof toldIncidentSchema>

/** A deployment as it is told. */
const toldDeploymentSchema = z.object({
  id: z.string(),
  appId: z.string(),
  appName: z.string(),
  number: z.number(),
  status: z.enum(['succeeded', 'failed', 'rolled_back']),
  release: z.string().nullable(),
  by: z.string(),
  /** What happened, in a sentence; and what it means for users. */
  verdict: z.string(),
  links: z.array(linkSchema),
})

export type ToldDeployment = z.infer<typeof toldDeploymentSchema>

/** A certificate that comes to its end, as it is told. */
const toldCertificateSchema = z.object({
  /** null: the dashboard's own, which is kept in files. */
  id: z.string().nullable(),
  name: z.string(),
  domains: z.array(z.string()),
  /** Names of the apps that it serves. */
  apps: z.array(z.string()),
  expiresAt: z.string(),
  /** That were left, rounded up, when it was written; 0: it has ended. */
  days: z.number(),
  links: z.array(linkSchema),
})
export type ToldCertificate = z.infer<typeof toldCertificateSchema>

/** A backup of the control plane that failed, as it is told. */
const toldBackupSchema = z.object({
  id: z.string(),
  /** Where it was to go, without secrets. */
  destination: z.string(),
  /** Why, and what to do about it. */
  error: z.string(),
  failedAt: z.string(),
  /** When the last whole one was begun; null: there is none. */
  lastGoodAt: z.string().nullable(),
  links: z.array(linkSchema),
})
export type ToldBackup = z.infer<typeof toldBackupSchema>

/** What one delivery tells, whatever the channel: notifiers only give it their form. */
export const messageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('incidents'),
    event: z.enum(['incident.opened', 'incident.reminder', 'incident.resolved']),
    incidents: z.array(toldIncidentSchema).min(1),
  }),
  z.object({
    kind: z.literal('deployment'),
    event: z.enum(['deployment.succeeded', 'deployment.failed', 'deployment.rolled_back']),
    deployment: toldDeploymentSchema,
  }),
  z.object({
    kind: z.literal('certificate'),
    event: z.literal('certificate.expiring'),
    certificate: toldCertificateSchema,
  }),
  z.object({ kind: z.literal('backup'), event: z.literal('backup.failed'), backup: toldBackupSchema }),
  z.object({ kind: z.literal('test'), event: z.literal('test'), channelName: z.string(), url: z.string() }),
])
export type Message = z.infer<typeof messageSchema>
