import { z } from 'zod'
import type { ChannelConfig } from './config'

/** What of a channel's configuration may be shown to its team. */
export const shownChannelSchema = z.object({
  /** Of Slack and webhooks; without what makes it a secret. */
  url: z.string().optional(),
  to: z.array(z.string()).optional(),
})
export type ShownChannel = z.infer<typeof shownChannelSchema>

/** So much of a path is a place, as in /in or /hooks/x. */
const plainPath = 8
const tail = 4

/** What is longer is a secret more often than not: its beginning, and of a long one its end, are enough to know it by. */
const shownPath = (path: string): string => {
  if (path.length <= plainPath) return path
  return `${path.slice(0, plainPath - tail)}…${path.length < 3 * plainPath ? '' : path.slice(-tail)}`
}

/** A Slack URL is a password: its host and last four characters are enough to know it by. */
export const shownOf = (config: ChannelConfig): ShownChannel => {
  switch (config.type) {
    case 'slack':
      return { url: `${new URL(config.url).origin}/…${config.url.slice(-4)}` }
    case 'email':
      return { to: config.to }
    case 'webhook': {
      const { origin, pathname } = new URL(config.url)
      return { url: `${origin}${shownPath(pathname)}` }
    }
  }
}
