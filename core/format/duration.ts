import { thin } from './number'

const with1 = (value: number): string => (Math.round(value * 10) / 10).toString()

/** A duration in milliseconds as people say it: `85 ms`, `1.4 s`, `42 s`, `3 min`, `2 h 5 min`, `3 days`. */
export const formatDuration = (ms: number): string => {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)}${thin}ms`
  if (seconds < 9.95) return `${with1(seconds)}${thin}s`
  if (seconds < 59.5) return `${Math.round(seconds)}${thin}s`
  const minutes = Math.round(seconds / 60)
  if (seconds < 599.5) return minutesAndSeconds(Math.round(seconds))
  if (minutes < 60) return `${minutes}${thin}min`
  if (minutes < 24 * 60) return hoursAndMinutes(minutes)
  const days = Math.floor(minutes / (24 * 60))
  return days === 1 ? `1${thin}day` : `${days}${thin}days`
}

const minutesAndSeconds = (seconds: number): string => {
  const rest = seconds % 60
  return `${Math.floor(seconds / 60)}${thin}min${rest === 0 ? '' : ` ${rest}${thin}s`}`
}

const hoursAndMinutes = (minutes: number): string => {
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)}${thin}h${rest === 0 ? '' : ` ${rest}${thin}min`}`
}

/** A running clock that does not jump about: tenths below ten seconds, then whole seconds. */
export const formatRunning = (ms: number): string => {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10) return `${(Math.floor(seconds * 10) / 10).toFixed(1)}${thin}s`
  if (seconds < 60) return `${Math.floor(seconds)}${thin}s`
  return `${Math.floor(seconds / 60)}${thin}min ${String(Math.floor(seconds % 60)).padStart(2, '0')}${thin}s`
}
