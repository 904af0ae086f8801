import { formatDuration } from '../format/duration'
import { formatCountOf } from '../format/number'
import { formatExact } from '../format/time'
import { isWarning } from '../incidents/causes'
import type { Message, ToldDeployment, ToldIncident } from './message'

/** A message in words, for whoever gives it a form. Plain text throughout: escaping is the form's. */
export interface Words {
  /** One line: what it is about now. */
  title: string
  /** The same for all that is told of one incident, so that mail programs keep it together. */
  subject: string
  tone: 'bad' | 'good' | 'plain'
  paragraphs: Paragraph[]
  /** What was left out, in a sentence; null where nothing was. */
  rest: string | null
}

interface Paragraph {
  heading: string
  lines: string[]
  links: { label: string; url: string }[]
}

/** More than so many are counted and not listed: a message is read on a phone. */
const mostListed = 15

const sentence = (text: string): string => {
  const upper = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(upper) ? upper : `${upper}.`
}

/** What a message says. */
export const wordsOf = (message: Message): Words => {
  switch (message.kind) {
    case 'incidents':
      return incidentWords(message.event, message.incidents)
    case 'deployment':
      return deploymentWords(message.deployment)
    case 'test':
      return {
        title: 'This is a test',
        subject: 'A test from Gapless',
        tone: 'plain',
        paragraphs: [
          {
            heading: message.channelName,
            lines: ['Alerts of this channel arrive here.'],
            links: [{ label: 'Open the channel', url: message.url }],
          },
        ],
        rest: null,
      }
  }
}

type IncidentEvent = Extract<Message, { kind: 'incidents' }>['event']

const incidentWords = (event: IncidentEvent, incidents: readonly ToldIncident[]): Words => ({
  title: incidentTitle(event, incidents),
  subject: incidentSubject(incidents),
  tone: event === 'incident.resolved' ? 'good' : 'bad',
  paragraphs: incidents.slice(0, mostListed).map((incident) => ({
    heading: incidents.length === 1 ? incident.target : incident.monitorName,
    lines: incidentLines(event, incident),
    links: [{ label: 'Open the incident', url: incident.url }, ...incident.links],
  })),
  rest: incidents.length > mostListed ? `And ${incidents.length - mostListed} more.` : null,
})

const incidentTitle = (event: IncidentEvent, incidents: readonly ToldIncident[]): string => {
  const [only] = incidents
  const what =
    incidents.length === 1 && only ? `${only.monitorName} is` : `${formatCountOf(incidents.length, 'monitor')} are`
  if (event === 'incident.resolved') return `${what} ${warns(incidents) ? 'well' : 'up'} again`
  const state = warns(incidents) ? 'in need of attention' : 'down'
  return event === 'incident.reminder' ? `${what} still ${state}` : `${what} ${state}`
}

/** All of them answer as they should, but not for long. */
const warns = (incidents: readonly ToldIncident[]): boolean => incidents.every(({ causeCode }) => isWarning(causeCode))

const incidentSubject = (incidents: readonly ToldIncident[]): string => {
  const [first] = incidents
  const others = incidents.length - 1
  return `Incident: ${first?.monitorName ?? ''}${others > 0 ? ` and ${formatCountOf(others, 'other')}` : ''}`
}

const incidentLines = (event: IncidentEvent, incident: ToldIncident): string[] => [
  ...(event === 'incident.resolved' ? [lasted(incident)] : []),
  event === 'incident.resolved' ? `It was: ${incident.cause}` : sentence(incident.cause),
  `${isWarning(incident.causeCode) ? 'Since' : 'Down since'} ${formatExact(new Date(incident.openedAt))}${incident.afterDeployment === null ? '.' : `, ${incident.afterDeployment}.`}`,
  ...(incident.flapping ? ['It goes up and down in quick turn.'] : []),
]

const lasted = (incident: ToldIncident): string => {
  const ms = Date.parse(incident.resolvedAt ?? incident.openedAt) - Date.parse(incident.openedAt)
  return `It ${isWarning(incident.causeCode) ? 'lasted' : 'was down for'} ${formatDuration(ms)}.`
}

const deploymentWords = (deployment: ToldDeployment): Words => {
  const what = `${deployment.appName}: deployment ${deployment.number}`
  const ended = { succeeded: 'succeeded', failed: 'failed', rolled_back: 'was rolled back' }[deployment.status]
  return {
    title: `${what} ${ended}`,
    subject: `${what} ${ended}`,
    tone: deployment.status === 'succeeded' ? 'good' : 'bad',
    paragraphs: [
      {
        heading: deployment.release ?? what,
        lines: [deployment.verdict, `Started by ${deployment.by}.`],
        links: deployment.links,
      },
    ],
    rest: null,
  }
}
