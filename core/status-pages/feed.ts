import { html } from '../format/html'
import { incidentSentence, type PublicIncident, type PublicStatusPage } from './public'

interface Item {
  guid: string
  title: string
  text: string
  at: Date
  key: string
}

/** Begin and end of an incident are an item each: readers do not show one again that has changed. */
const itemsOf = ({ key, label, cause, from, to, unwatched }: PublicIncident): Item[] => [
  { guid: key, key, at: from, title: `${label}: ${cause}`, text: incidentSentence({ cause, from, to: null }) },
  ...(to === null
    ? []
    : [
        {
          guid: `${key}-end`,
          key,
          at: to,
          title: unwatched ? `${label} is no longer watched` : `${label} is working again`,
          text: incidentSentence({ cause, from, to }),
        },
      ]),
]

/** RSS 2.0 of a page's incidents, the newest first. `url` is the page's whole address. */
export const statusFeed = (page: PublicStatusPage, url: string): string => {
  const items = [...page.open, ...page.past]
    .flatMap(itemsOf)
    .sort((one, other) => other.at.getTime() - one.at.getTime())
  return html`<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>${page.title}</title><link>${url}</link><description>Incidents</description><atom:link href="${url}/feed.xml" rel="self" type="application/rss+xml"/><ttl>1</ttl>
${items.map(
  ({
    guid,
    key,
    title,
    text,
    at,
  }) => html`<item><title>${title}</title><link>${url}#i-${key}</link><guid isPermaLink="false">${guid}</guid><pubDate>${at.toUTCString()}</pubDate><description>${text}</description></item>
`,
)}</channel></rss>
`.text
}
