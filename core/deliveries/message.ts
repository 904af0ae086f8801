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
  z.object({ kind: z.literal('test'), event: z.literal('test'), channelName: z.string(), url: z.string() }),
])
export type Message = z.infer<typeof messageSchema>
