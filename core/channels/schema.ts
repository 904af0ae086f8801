import { z } from 'zod'
import { httpUrlSchema } from '../net/http-url'

/** What may be told to a channel. */
export const channelEvents = [
  'incident.opened',
  'incident.reminder',
  'incident.resolved',
  'deployment.succeeded',
  'deployment.failed',
  'deployment.rolled_back',
  'certificate.expiring',
  'backup.failed',
] as const
export type ChannelEvent = (typeof channelEvents)[number]

/** What a channel is told unless chosen otherwise: what one has to act on, and that it is over. */
export const usualEvents: ChannelEvent[] = [
  'incident.opened',
  'incident.reminder',
  'incident.resolved',
  'deployment.failed',
  'deployment.rolled_back',
  'certificate.expiring',
  'backup.failed',
]

const nameSchema = z
  .string()
  .trim()
  .min(1, 'Give it a name.')
  .max(100, 'A name has at most 100 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'A name has no control characters.')

const common = {
  name: nameSchema,
  events: z.array(z.enum(channelEvents)).min(1, 'Choose at least one event.').max(20).default(usualEvents),
  enabled: z.boolean().default(true),
}

export const emailSchema = z.email('This is no e-mail address.').max(254, 'An address has at most 254 characters.')

/** Standard Webhooks: 24 to 64 random bytes in base64 behind `whsec_`. */
const signingSecretSchema = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'Use whsec_ and 24 to 64 random bytes in base64, or leave it out.')

/** A channel as people write it. */
export const channelSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('slack'), url: httpUrlSchema, ...common }),
  z.strictObject({
    type: z.literal('email'),
    to: z.array(emailSchema).min(1, 'Give at least one address.').max(20, 'At most 20 addresses.'),
    ...common,
  }),
  z.strictObject({ type: z.literal('webhook'), url: httpUrlSchema, secret: signingSecretSchema.optional(), ...common }),
])
export type ChannelDefinition = z.output<typeof channelSchema>
export type ChannelType = ChannelDefinition['type']
