import { z } from 'zod'
import type { ChannelDefinition } from './schema'

/** A channel's part that is kept sealed. */
export const channelConfigSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('slack'), url: z.string() }),
  z.object({ type: z.literal('email'), to: z.array(z.string()) }),
  z.object({
    type: z.literal('webhook'),
    url: z.string(),
    /** The newest first; an older one signs along until `until`. */
    secrets: z.array(z.object({ secret: z.string(), until: z.string().nullable() })).min(1),
  }),
])
export type ChannelConfig = z.infer<typeof channelConfigSchema>

/** How long a secret that was replaced signs along, so that a receiver can change over. */
export const rotationMs = 24 * 60 * 60 * 1000

/** What is kept of a channel as it was described; `secret` is the one a webhook signs with from now on. */
export const configOf = (definition: ChannelDefinition, secret: string): ChannelConfig => {
  switch (definition.type) {
    case 'slack':
      return { type: 'slack', url: definition.url }
    case 'email':
      return { type: 'email', to: definition.to }
    case 'webhook':
      return { type: 'webhook', url: definition.url, secrets: [{ secret, until: null }] }
  }
}

/** The secrets that sign at this time, the newest first. */
export const signingSecrets = (config: Extract<ChannelConfig, { type: 'webhook' }>, now: Date): string[] =>
  config.secrets.filter(({ until }) => until === null || Date.parse(until) > now.getTime()).map(({ secret }) => secret)

/** The same webhook with a new secret; the one before signs along for a day, and those before it no more. */
export const rotated = (config: Extract<ChannelConfig, { type: 'webhook' }>, secret: string, now: Date) => {
  const [last] = config.secrets
  const until = new Date(now.getTime() + rotationMs).toISOString()
  return { ...config, secrets: [{ secret, until: null }, ...(last ? [{ secret: last.secret, until }] : [])] }
}
