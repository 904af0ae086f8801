import type { ChannelEvent, ChannelType } from './schema'

export const channelTypeWords: Record<ChannelType, string> = { slack: 'Slack', email: 'E-mail', webhook: 'Webhook' }

/** What may be told to a channel, as one chooses it. */
export const channelEventWords: Record<ChannelEvent, string> = {
  'incident.opened': 'An incident opens',
  'incident.reminder': 'A reminder: it still lasts',
  'incident.resolved': 'An incident ends',
  'deployment.succeeded': 'A deployment succeeds',
  'deployment.failed': 'A deployment fails',
  'deployment.rolled_back': 'A deployment is rolled back',
}

interface Chosen {
  events: readonly ChannelEvent[]
}

/** What a channel is told, in a few words of a row: `incidents, failed deployments`. */
export const chosenWords = ({ events }: Chosen): string => {
  const incidents = partOf(events, 'incidents', {
    'incident.opened': 'that they open',
    'incident.reminder': 'reminders',
    'incident.resolved': 'that they end',
  })
  const deployments = partOf(events, 'deployments', {
    'deployment.succeeded': 'good',
    'deployment.failed': 'failed',
    'deployment.rolled_back': 'rolled back',
  })
  return [incidents, deployments].filter((part) => part !== null).join('; ')
}

const partOf = (
  events: readonly ChannelEvent[],
  all: string,
  words: Partial<Record<ChannelEvent, string>>,
): string | null => {
  const names = Object.entries(words).flatMap(([event, word]) => (events.some((one) => one === event) ? word : []))
  if (names.length === 0) return null
  return names.length === Object.keys(words).length ? `all of ${all}` : `${all}: ${names.join(', ')}`
}
