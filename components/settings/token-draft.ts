import type { Picked } from '@/components/forms/use-found-by-name'

/** A token as it is typed. */
export interface TokenDraft {
  name: string
  role: string
  /** A day of the calendar, days from now, or empty for never. */
  expires: string
  /** With `expires` "day": which, as `2027-01-31`. */
  day: string
  scope: 'all' | 'some'
  apps: readonly Picked[]
}

export const lifetimes: readonly { days: string; words: string }[] = [
  { days: '7', words: 'in 7 days' },
  { days: '30', words: 'in 30 days' },
  { days: '90', words: 'in 90 days' },
  { days: '365', words: 'in a year' },
]

const dayMs = 86_400_000

/** What is sent. A chosen day counts to its end where the browser is. */
export const tokenInput = ({ name, role, expires, day, scope, apps }: TokenDraft, now = Date.now()) => {
  const expiresAt = expires === 'day' ? endOf(day) : expires === '' ? undefined : iso(now + Number(expires) * dayMs)
  return {
    name,
    role,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(scope === 'some' ? { appIds: apps.map(({ id }) => id) } : {}),
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

const endOf = (day: string): string => {
  const end = new Date(`${day}T23:59:59`)
  return Number.isNaN(end.getTime()) ? '' : end.toISOString()
}
