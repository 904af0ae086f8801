import { formatDuration } from '../format/duration'
import { Html, html } from '../format/html'
import { formatDay } from '../format/time'
import { barHeight, barPaths, barPitch, barsInWords, formatUptime } from '../monitors/bars'
import {
  overallOf,
  type PublicIncident,
  type PublicMaintenance,
  type PublicService,
  type PublicStatusPage,
  publicSpan,
  publicTime,
  type ServiceState,
  serviceWords,
} from './public'
import { style } from './style'

const shapes: Record<ServiceState, Html> = {
  working: html`<circle cx="6" cy="6" r="4.5" fill="currentColor"/>`,
  slow: html`<path d="M6 1.2 11.2 10.5H.8z" fill="currentColor"/>`,
  down: html`<rect x="1.75" y="1.75" width="8.5" height="8.5" rx="1" fill="currentColor"/>`,
  maintenance: html`<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z" fill="currentColor"/>`,
  unknown: html`<circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.5"/>`,
}

const mark = (state: ServiceState): Html =>
  html`<svg class="mark m-${state}" viewBox="0 0 12 12" aria-hidden="true">${shapes[state]}</svg>`

/** A whole document that needs no script and no other file. */
export const documentHtml = (title: string, head: Html | null, body: Html): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${head}<style>${new Html(style)}</style></head>
<body>${body}</body></html>
`.text

const time = (at: Date, words: string): Html => html`<time datetime="${at.toISOString()}">${words}</time>`

const bars = ({ days }: PublicService): Html => {
  const paths = barPaths(days)
  const hits = days.flatMap(({ day, downMs }, index) =>
    downMs === 0
      ? []
      : [
          html`<rect class="b-hit" x="${index * barPitch}" y="0" width="${barPitch}" height="${barHeight}"><title>${formatDay(new Date(day))}: down for ${formatDuration(downMs)}</title></rect>`,
        ],
  )
  return html`<svg class="bars" viewBox="0 0 ${days.length * barPitch - 2} ${barHeight}" preserveAspectRatio="none" role="img" aria-label="${barsInWords(days, `The last ${days.length} days`)}"><path class="b-unknown" d="${paths.unknown}"/><path class="b-up" d="${paths.up}"/><path class="b-down" d="${paths.down}"/>${hits}</svg>`
}

const serviceRow = (service: PublicService): Html => html`<li>
<p class="row"><span>${service.label}</span><span class="state">${mark(service.state)}${serviceWords[service.state]}</span></p>
${bars(service)}<p class="scale"><span>${service.days.length} days ago</span><span>${service.uptime === null ? 'Nothing known yet' : `${formatUptime(service.uptime)} up`}</span><span>Today</span></p>
</li>
`

const incidentRow = (incident: PublicIncident): Html => {
  const { from, to } = incident
  const when =
    to === null
      ? html`Since ${time(from, publicTime(from))}`
      : html`${time(from, publicSpan(from, to))}, ${formatDuration(to.getTime() - from.getTime())}`
  return html`<li id="i-${incident.key}"><p class="row"><span>${incident.label}: ${incident.cause}</span></p><p class="muted">${when}</p></li>
`
}

const maintenanceRow = ({ from, to, labels, isNow }: PublicMaintenance): Html =>
  html`<li><p class="row"><span>${labels.join(', ')}</span>${isNow ? html`<span class="state">${mark('maintenance')}Now</span>` : null}</p><p class="muted">${time(from, publicSpan(from, to))}</p></li>
`

const section = (title: string, rows: readonly Html[]): Html | null =>
  rows.length === 0
    ? null
    : html`<section><h2>${title}</h2><ul>${rows}</ul></section>
`

const subscribeForm = (path: string): Html => html`<form method="post" action="${path}/subscribe">
<label>E-mail address<input type="email" name="email" required autocomplete="email" maxlength="254"></label><button>Tell me by e-mail</button>
</form>
`

const badges = ({ title, services }: PublicStatusPage, path: string): Html =>
  html`<details><summary>Badges for other pages</summary><ul class="plain"><li><a href="${path}/badge.svg">${title}</a></li>${services.map(({ key, label }) => html`<li><a href="${path}/${key}/badge.svg">${label}</a></li>`)}</ul></details>`

/** A status page. `path` is where it lives. */
export const statusPageHtml = (page: PublicStatusPage, path: string): string => {
  const overall = overallOf(page.services)
  const head = html`<link rel="alternate" type="application/rss+xml" title="${page.title}" href="${path}/feed.xml"><meta name="description" content="${overall.sentence}">`
  return documentHtml(
    page.title,
    head,
    html`<main>
<h1>${page.title}</h1>
${page.description === null ? null : html`<p class="lead">${page.description}</p>`}
<p class="verdict ${overall.state}">${mark(overall.state)}<span>${overall.sentence}</span></p>
${section('What is wrong now', page.open.map(incidentRow))}${section('Maintenance', page.maintenance.map(maintenanceRow))}${section('Services', page.services.map(serviceRow))}<section><h2>The last 14 days</h2>${page.past.length === 0 ? html`<p class="muted">${page.open.length === 0 ? 'There was no incident.' : 'There was no other incident.'}</p>` : html`<ul>${page.past.map(incidentRow)}</ul>`}</section>
<section><h2>Be told</h2>
${page.takesSubscribers ? subscribeForm(path) : null}<p class="muted">${page.takesSubscribers ? 'Or follow the ' : 'Follow the '}<a href="${path}/feed.xml">feed of incidents</a>.</p>
${badges(page, path)}</section>
</main>
<footer>As of ${time(page.asOf, publicTime(page.asOf))}. All times are in UTC.</footer>`,
  )
}
