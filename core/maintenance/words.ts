import { formatDuration } from '../format/duration'

export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

/** `Every Sunday at 02:00`; an expression that is none of the usual ones is told as it is. */
const cronWords = (cron: string): string => {
  const [, minute = '', hour = '', days = ''] = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[0-6](?:,[0-6])*)$/.exec(cron) ?? []
  if (days === '') return `By cron ${cron}`
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`
  if (days === '*') return `Every day at ${time}`
  const names = days.split(',').flatMap((day) => weekdays[Number(day)] ?? [])
  return `Every ${listed(names)} at ${time}`
}

/** When a recurring window is: `Every Sunday at 02:00 in Europe/Berlin, for 2 h`. */
export const recurrenceWords = (window: { cron: string; timezone: string; durationMinutes: number }): string =>
  `${cronWords(window.cron)} ${window.timezone === 'UTC' ? 'UTC' : `in ${window.timezone}`}, for ${formatDuration(window.durationMinutes * 60_000)}`
