import { thin } from './number'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** How long ago in the largest unit that fits: `40 s`, `3 min`, `2 h`, `3 days`. */
export const formatAge = (at: Date, now: Date): string => {
  const ms = Math.max(0, now.getTime() - at.getTime())
  if (ms < minute) return `${Math.max(1, Math.round(ms / 1000))}${thin}s`
  if (ms < hour) return `${Math.floor(ms / minute)}${thin}min`
  if (ms < day) return `${Math.floor(ms / hour)}${thin}h`
  const days = Math.floor(ms / day)
  return days === 1 ? `1${thin}day` : `${days}${thin}days`
}

/** `just now`, `3 min ago`, `2 days ago`; from the sixth week on the date says more: `3 Sep 2026`. */
export const formatRelative = (at: Date, now: Date): string => {
  const ms = now.getTime() - at.getTime()
  if (ms < -5000) return `in ${formatAge(now, at)}`
  if (ms < 5000) return 'just now'
  if (ms > 42 * day) return formatDate(at)
  return `${formatAge(at, now)} ago`
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `3 Sep 2026`, in UTC. */
const formatDate = (at: Date): string =>
  `${at.getUTCDate()}${thin}${months[at.getUTCMonth()]}${thin}${at.getUTCFullYear()}`

/** `2026-09-03 14:02:07 UTC`: the same for everybody who talks about it. */
export const formatExact = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`

const two = (value: number): string => String(value).padStart(2, '0')

/** `14:05`, in UTC as every time of ours. */
export const formatHour = (at: Date): string => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`

/** `3 Sep`, in UTC. */
export const formatDay = (at: Date): string => `${at.getUTCDate()}${thin}${months[at.getUTCMonth()]}`
