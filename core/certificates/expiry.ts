import { formatCountOf } from '../format/number'

const dayMs = 24 * 60 * 60_000

/** People are told when so many days are left, once each; 0: it has ended. */
export const toldAtDays = [30, 14, 7, 1, 0] as const
const firstToldDays = 30

/** Whole days that are left, rounded down; below zero when it has ended. */
const daysLeft = (notAfter: Date, now: Date): number => Math.floor((notAfter.getTime() - now.getTime()) / dayMs)

/** What to tell of now: the smallest number of days that has been reached, unless that was told. */
export const toTell = (notAfter: Date, now: Date, told: number | null): number | null => {
  const left = (notAfter.getTime() - now.getTime()) / dayMs
  const reached = toldAtDays.filter((days) => left <= days).at(-1)
  return reached === undefined || (told !== null && told <= reached) ? null : reached
}

export type ExpiryState = 'valid' | 'soon' | 'urgent' | 'ended'

/** How near the end is. */
export const expiryState = (notAfter: Date, now: Date): ExpiryState => {
  const left = (notAfter.getTime() - now.getTime()) / dayMs
  if (left <= 0) return 'ended'
  return left <= 7 ? 'urgent' : left <= firstToldDays ? 'soon' : 'valid'
}

/** `Expires in 12 days`, `Expires today`, `Expired 3 days ago`. */
export const expiryWords = (notAfter: Date, now: Date): string => {
  const days = daysLeft(notAfter, now)
  if (notAfter <= now) return days >= -1 ? 'Expired' : `Expired ${formatCountOf(-days - 1, 'day')} ago`
  return days === 0 ? 'Expires within a day' : `Expires in ${formatCountOf(days, 'day')}`
}
