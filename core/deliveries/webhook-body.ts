import type { Message } from './message'

/**
 * What a webhook is sent: Standard Webhooks' `type`, `timestamp` and `data`. Of incidents told together `data` is the
 * first, with all of them in `incidents`.
 */
export const webhookBody = (message: Message, at: Date): string =>
  JSON.stringify({ type: message.event, timestamp: at.toISOString(), data: dataOf(message) })

const dataOf = (message: Message): Record<string, unknown> => {
  switch (message.kind) {
    case 'incidents':
      return { ...message.incidents[0], incidents: message.incidents }
    case 'deployment':
      return message.deployment
    case 'certificate':
      return message.certificate
    case 'backup':
      return message.backup
    case 'test':
      return { channel: message.channelName, url: message.url }
  }
}
