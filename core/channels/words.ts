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
  'certificate.expiring': 'A certificate is about to expire',
  'backup.failed': 'A backup of Gapless fails (teams that its operator owns)',
}

const incidentParts: Partial<Record<ChannelEvent, string>> = {
  'incident.opened': 'their beginning',
  'incident.reminder': 'reminders',
  'incident.resolved': 'their end',
}
const deploymentParts: Partial<Record<ChannelEvent, string>> = {
  'deployment.succeeded': 'succeeded',
  'deployment.failed': 'failed',
  'deployment.rolled_back': 'rolled back',
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** What a channel is told, in a few words: `Incidents; failed and rolled back deployments`. */
export const chosenWords = ({ events }: { events: readonly ChannelEvent[] }): string => {
  const chosen = (parts: Partial<Record<ChannelEvent, string>>): string[] =>
    Object.entries(parts).flatMap(([event, word]) => (events.some((one) => one === event) ? word : []))
  const [ofIncidents, ofDeployments] = [chosen(incidentParts), chosen(deploymentParts)]
  const parts = [
    ...(ofIncidents.length === 0 ? [] : [ofIncidents.length === 3 ? 'incidents' : `incidents, ${listed(ofIncidents)}`]),
    ...(ofDeployments.length === 0
      ? []
      : [ofDeployments.length === 3 ? 'all deployments' : `${listed(ofDeployments)} deployments`]),
    ...(events.includes('certificate.expiring') ? ['expiring certificates'] : []),
    ...(events.includes('backup.failed') ? ['failed backups'] : []),
  ].join('; ')
  return parts.charAt(0).toUpperCase() + parts.slice(1)
}
