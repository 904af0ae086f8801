import { formatDuration } from '../format/duration'
import { formatCountOf } from '../format/number'
import { formatExact } from '../format/time'
import { isWarning } from '../incidents/causes'
import type { Message, ToldBackup, ToldCertificate, ToldDeployment, ToldIncident } from './message'

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
    case 'certificate':
      return certificateWords(message.certificate)
    case 'backup':
      return backupWords(message.backup)
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
  tone: toneOf(event, incidents),
  paragraphs: incidents.slice(0, mostListed).map((incident) => ({
    heading: incidents.length === 1 ? incident.target : incident.monitorName,
    lines: incidentLines(event, incident),
    links: [{ label: 'Open the incident', url: incident.url }, ...incident.links],
  })),
  rest: incidents.length > mostListed ? `And ${incidents.length - mostListed} more.` : null,
})

/** What nobody looks at any more may still be down, and what was a warning may be down by now. */
const toneOf = (event: IncidentEvent, incidents: readonly ToldIncident[]): Words['tone'] => {
  if (event !== 'incident.resolved') return 'bad'
  return incidents.some(({ unwatched, overtaken }) => unwatched || overtaken) ? 'plain' : 'good'
}

const incidentTitle = (event: IncidentEvent, incidents: readonly ToldIncident[]): string => {
  const [only] = incidents
  const what =
    incidents.length === 1 && only ? `${only.monitorName} is` : `${formatCountOf(incidents.length, 'monitor')} are`
  if (event === 'incident.resolved') {
    const well = incidents.filter(({ unwatched, overtaken }) => !unwatched && !overtaken)
    const ways = [
      ...(well.length > 0 ? [`${warns(incidents) ? 'well' : 'up'} again`] : []),
      ...(incidents.some(({ unwatched }) => unwatched) ? ['no longer watched'] : []),
      ...(incidents.some(({ overtaken }) => overtaken) ? ['down after a warning'] : []),
    ]
    return `${what} ${ways.join(' or ')}`
  }
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
  ...(incident.unwatched ? ['Its monitor was paused or deleted; how it is now is not known.'] : []),
  ...(incident.overtaken ? ['The monitor is down now: that is an incident of its own.'] : []),
  event === 'incident.resolved' ? `It was: ${incident.cause}` : sentence(incident.cause),
  `${isWarning(incident.causeCode) ? 'Since' : 'Down since'} ${formatExact(new Date(incident.openedAt))}${incident.afterDeployment === null ? '.' : `, ${incident.afterDeployment}.`}`,
  ...(incident.flapping ? ['It goes up and down in quick turn.'] : []),
]

const lasted = (incident: ToldIncident): string => {
  const ms = Date.parse(incident.resolvedAt ?? incident.openedAt) - Date.parse(incident.openedAt)
  const until = incident.unwatched ? ', as long as it was watched' : ''
  return `It ${isWarning(incident.causeCode) ? 'lasted' : 'was down for'} ${formatDuration(ms)}${until}.`
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

const certificateWords = ({ name, domains, apps, expiresAt, days, links }: ToldCertificate): Words => {
  const title =
    days === 0 ? `Certificate ${name} has expired` : `Certificate ${name} expires in ${formatCountOf(days, 'day')}`
  const meaning =
    days === 0
      ? 'Browsers warn their users of it, or refuse.'
      : 'From then on browsers warn their users of it, or refuse.'
  return {
    title,
    subject: `Certificate ${name}`,
    tone: days <= 7 ? 'bad' : 'plain',
    paragraphs: [
      {
        heading: listed(domains),
        lines: [
          `It ${days === 0 ? 'ended' : 'ends'} ${formatExact(new Date(expiresAt))}. ${meaning}`,
          ...(apps.length === 0 ? [] : [`It serves ${listed(apps)}.`]),
          'Request a renewed one and put it in its place; nothing is interrupted.',
        ],
        links,
      },
    ],
    rest: null,
  }
}

const backupWords = ({ destination, error, failedAt, lastGoodAt, links }: ToldBackup): Words => ({
  title: 'A backup of Gapless failed',
  subject: 'Backups of Gapless',
  tone: 'bad',
  paragraphs: [
    {
      heading: destination,
      lines: [
        sentence(error),
        `It failed ${formatExact(new Date(failedAt))}. Apps are served as before.`,
        lastGoodAt === null
          ? 'There is no whole backup yet.'
          : `The last whole backup is of ${formatExact(new Date(lastGoodAt))}.`,
      ],
      links,
    },
  ],
  rest: null,
})

const listed = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
