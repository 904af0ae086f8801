import { formatDuration } from '../format/duration'
import { isWarning } from './causes'
import type { IncidentStatus } from './status'

export interface IncidentFacts {
  monitorName: string
  status: IncidentStatus
  openedAt: string
  resolvedAt: string | null
  cause: string
  causeCode: string
  /** It ended because its monitor was paused. */
  unwatched: boolean
}

/** How long an incident lasted, or has lasted until now, in milliseconds. */
export const lastedMs = ({ openedAt, resolvedAt }: Pick<IncidentFacts, 'openedAt' | 'resolvedAt'>, now: Date): number =>
  (resolvedAt === null ? now.getTime() : Date.parse(resolvedAt)) - Date.parse(openedAt)

const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** `Shop is down: connection refused.` The one sentence that an incident's page opens with. */
export const incidentVerdict = (facts: IncidentFacts, now: Date): string => {
  const { monitorName, status, cause, causeCode, unwatched } = facts
  if (status === 'resolved' && unwatched) {
    const was = isWarning(causeCode) ? 'had a warning' : 'was down'
    return sentence(
      `${monitorName} ${was} for ${formatDuration(lastedMs(facts, now))}, then its monitor was paused: ${cause}`,
    )
  }
  if (isWarning(causeCode)) {
    return sentence(
      status === 'resolved'
        ? `${monitorName} had a warning for ${formatDuration(lastedMs(facts, now))}: ${cause}`
        : `${monitorName} answers, but its ${cause}`,
    )
  }
  return sentence(
    status === 'resolved'
      ? `${monitorName} was down for ${formatDuration(lastedMs(facts, now))}: ${cause}`
      : `${monitorName} is down: ${cause}`,
  )
}

/** What the incident means for users, in a few words of a row: `500 instead of 200-299`. */
export const causeSentence = ({ cause }: Pick<IncidentFacts, 'cause'>): string =>
  sentence(cause.charAt(0).toUpperCase() + cause.slice(1))

/** The title of the browser's tab: status first, so that it can be read in a narrow one. */
export const incidentTitle = ({ monitorName, status, causeCode }: IncidentFacts): string => {
  if (status === 'resolved') return `✓ ${monitorName} resolved – Incidents – Gapless`
  const [mark, word] = isWarning(causeCode) ? ['▲', 'warns'] : ['■', status === 'open' ? 'down' : 'down, acknowledged']
  return `${mark} ${monitorName} ${word} – Incidents – Gapless`
}
