import { formatDuration } from '../format/duration'
import { formatDay, formatHour } from '../format/time'
import type { MonitorState } from '../monitors/state'
import type { Uptime } from '../monitors/uptime'

/** What visitors are told of a monitor. */
export type ServiceState = 'working' | 'slow' | 'down' | 'maintenance' | 'unknown'

/** One row: a monitor under its public name. `key` is made for the public and leads nowhere else. */
export interface PublicService {
  key: string
  label: string
  state: ServiceState
  /** The last 90 days, the oldest first. Only whether it was down: that it was slow may be our own affair. */
  days: readonly (Uptime & { day: string })[]
  /** 0 to 100; null where nothing is known. */
  uptime: number | null
}

export interface PublicIncident {
  key: string
  label: string
  /** In public words. */
  cause: string
  from: Date
  /** null: still. */
  to: Date | null
  /** It ended because nobody looks any more, which is no recovery. */
  unwatched: boolean
}

export interface PublicMaintenance {
  from: Date
  to: Date
  labels: readonly string[]
  isNow: boolean
}

/** All that a status page shows. Nothing else of the team may get into it. */
export interface PublicStatusPage {
  title: string
  description: string | null
  /** To the minute. */
  asOf: Date
  services: readonly PublicService[]
  open: readonly PublicIncident[]
  /** Of the last 14 days. */
  past: readonly PublicIncident[]
  maintenance: readonly PublicMaintenance[]
  /** Whether mails can be sent. */
  takesSubscribers: boolean
}

export const serviceWords: Record<ServiceState, string> = {
  working: 'Working',
  slow: 'Slow',
  down: 'Down',
  maintenance: 'Maintenance',
  unknown: 'Not known',
}

/** A monitor's state in public. A certificate that is about to end hurts no visitor yet. */
export const serviceState = (state: MonitorState, lastCheck: { outcome: string } | null): ServiceState => {
  switch (state) {
    case 'up':
      return 'working'
    case 'degraded':
      return lastCheck?.outcome === 'ok' ? 'working' : 'slow'
    case 'down':
    case 'maintenance':
      return state
    case 'pending':
    case 'paused':
      return 'unknown'
  }
}

const answersWithErrors = new Set([
  'unexpected_status',
  'keyword_missing',
  'keyword_present',
  'too_many_redirects',
  'redirect_refused',
])

/** Why, in words that say nothing of our inside. A code that is new here says the least. */
export const publicCause = (code: string): string => {
  if (code.startsWith('tls_')) return 'certificate problem'
  if (code === 'flapping') return 'answering only now and then'
  return answersWithErrors.has(code) ? 'answering with errors' : 'not answering'
}

/** What it is or was, as a sentence: `Not answering, since 3 Sep, 14:02 UTC.` */
export const incidentSentence = ({ cause, from, to }: Pick<PublicIncident, 'cause' | 'from' | 'to'>): string => {
  const what = `${cause.charAt(0).toUpperCase()}${cause.slice(1)}`
  if (to === null) return `${what}, since ${publicTime(from)} UTC.`
  return `${what}: ${publicSpan(from, to)} UTC, ${formatDuration(to.getTime() - from.getTime())}.`
}

interface Overall {
  state: ServiceState
  sentence: string
}

/** The one sentence of a page. */
export const overallOf = (services: readonly Pick<PublicService, 'label' | 'state'>[]): Overall => {
  const inState = (state: ServiceState) => services.filter((service) => service.state === state)
  for (const state of ['down', 'slow', 'maintenance'] as const) {
    const found = inState(state)
    if (found.length > 0) return { state, sentence: sentenceOf(state, found, services.length) }
  }
  const unknown = inState('unknown').length
  if (unknown === services.length) return { state: 'unknown', sentence: 'Nothing is known just now.' }
  return {
    state: 'working',
    sentence: unknown === 0 ? 'Everything is working.' : 'All that is watched just now is working.',
  }
}

const sentenceOf = (
  state: 'down' | 'slow' | 'maintenance',
  found: readonly Pick<PublicService, 'label'>[],
  all: number,
): string => {
  const what = state === 'maintenance' ? 'in maintenance' : state
  const [first] = found
  if (found.length === 1 && first) return `${first.label} is ${what}.`
  return found.length === all ? `Everything is ${what}.` : `${found.length} of ${all} services are ${what}.`
}

/** `3 Sep, 14:02`. UTC, as every time on the page. */
export const publicTime = (at: Date): string => `${formatDay(at)}, ${formatHour(at)}`

/** `3 Sep, 14:02 to 14:30`; the day is said again where it is another. */
export const publicSpan = (from: Date, to: Date): string => {
  const isSameDay = from.toISOString().slice(0, 10) === to.toISOString().slice(0, 10)
  return `${publicTime(from)} to ${isSameDay ? formatHour(to) : publicTime(to)}`
}
