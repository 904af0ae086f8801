import { formatAge } from '../format/time'
import type { AppStatus } from './schema'

/** What an app's sentence is about. */
export interface AppVerdictFacts {
  status: AppStatus
  /** Number of the release that serves, null if none ever did. */
  release: number | null
  /** Replicas of it that serve, and that should. */
  ready: number
  wanted: number
  /** When it last went live. */
  liveSince: Date | null
  /** The release on its way, if one is. */
  deploying: number | null
}

const replicas = (facts: AppVerdictFacts): string =>
  `${facts.ready} of ${facts.wanted} ${facts.wanted === 1 ? 'replica' : 'replicas'}`

const age = (facts: AppVerdictFacts, now: Date): string =>
  facts.liveSince === null ? '' : `, for ${formatAge(facts.liveSince, now)} now`

/** The one sentence that an app's page opens with. */
export const appVerdict = (facts: AppVerdictFacts, now: Date): string => {
  if (facts.release === null) {
    return facts.status === 'deploying'
      ? 'The first release is on its way.'
      : 'Nothing has been deployed yet, so visitors get a 503 page.'
  }
  const live = `v${facts.release} is live on ${replicas(facts)}`
  switch (facts.status) {
    case 'live':
      return `${live}${age(facts, now)}.`
    case 'deploying':
      return `${live}; ${facts.deploying === null ? 'the next release' : `v${facts.deploying}`} is on its way.`
    case 'degraded':
      return facts.ready < facts.wanted
        ? `${live} only; users are served by fewer than intended.`
        : `${live}, but not all is as it should be.`
    case 'down':
      return `v${facts.release} has no healthy replica; visitors get a 503 page.`
    case 'never_deployed':
      return 'Nothing has been deployed yet, so visitors get a 503 page.'
  }
}

const titleMarks: Record<AppStatus, string> = {
  live: '✓',
  deploying: '●',
  degraded: '▲',
  down: '■',
  never_deployed: '○',
}

/** The title of the browser's tab: status first, so that it can be read in a narrow one. */
export const appTitle = (
  app: { name: string; status: AppStatus; liveRelease: { number: number } | null },
  page?: string,
): string => {
  const what =
    app.status === 'live' && app.liveRelease
      ? `v${app.liveRelease.number} live`
      : appStatusWords[app.status].toLowerCase()
  return `${titleMarks[app.status]} ${what} – ${app.name}${page ? `, ${page}` : ''}`
}

export const appStatusWords: Record<AppStatus, string> = {
  live: 'Live',
  deploying: 'Deploying',
  degraded: 'Degraded',
  down: 'Down',
  never_deployed: 'Never deployed',
}
