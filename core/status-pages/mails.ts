import type { Words } from '../deliveries/words'
import { formatCountOf } from '../format/number'
import { incidentSentence, type PublicIncident } from './public'

interface Page {
  title: string
  url: string
}

/** Asks whoever gave an address whether it is theirs. */
export const confirmWords = ({ title }: Page, confirmUrl: string): Words => ({
  subject: `Confirm your subscription: ${title}`,
  title: 'Is this your address?',
  tone: 'plain',
  paragraphs: [
    {
      heading: title,
      lines: [
        'Somebody, probably you, asked us to tell this address of incidents.',
        'If it was not you, there is nothing to do: without a confirmation nothing more comes, and the address is forgotten after a week.',
      ],
      links: [{ label: 'Confirm', url: confirmUrl }],
    },
  ],
  rest: null,
})

/** For whoever asks a second time. Only the mail says so: the page tells nobody who is subscribed. */
export const alreadyWords = ({ title, url }: Page): Words => ({
  subject: `You are subscribed: ${title}`,
  title: 'You are subscribed already',
  tone: 'plain',
  paragraphs: [
    { heading: title, lines: ['This address is told of every incident.'], links: [{ label: 'Open the page', url }] },
  ],
  rest: null,
})

/** The same for all mails of one incident, so that mail programs keep them together. */
const subjectOf = ({ title }: Page, incidents: readonly PublicIncident[]): string => {
  const [first] = incidents
  const others = incidents.length - 1
  return `${title}: ${first?.label ?? ''}${others > 0 ? ` and ${formatCountOf(others, 'other')}` : ''}`
}

const endOf = (incidents: readonly PublicIncident[]): string => {
  const unwatched = incidents.filter((incident) => incident.unwatched).length
  if (unwatched === incidents.length) return 'no longer watched'
  return unwatched === 0 ? 'working again' : 'working again or no longer watched'
}

/** Says that incidents have opened, or ended. `about` are those of the mail that this one continues. */
export const noticeWords = (
  page: Page,
  event: 'opened' | 'resolved',
  incidents: readonly PublicIncident[],
  about: readonly PublicIncident[],
): Words => {
  const isOver = event === 'resolved'
  const [first] = incidents
  const what =
    incidents.length === 1 && first ? `${first.label} is` : `${formatCountOf(incidents.length, 'service')} are`
  return {
    subject: subjectOf(page, about.length > 0 ? about : incidents),
    title: `${what} ${isOver ? endOf(incidents) : 'down'}`,
    tone: isOver ? (incidents.some(({ unwatched }) => unwatched) ? 'plain' : 'good') : 'bad',
    paragraphs: [
      ...incidents.map((incident) => ({
        heading: incident.label,
        lines: [incidentSentence(incident)],
        links: [],
      })),
      { heading: page.title, lines: [], links: [{ label: 'Open the page', url: page.url }] },
    ],
    rest: null,
  }
}
