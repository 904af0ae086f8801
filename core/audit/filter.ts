import { actionWords, auditActions } from '../access/action-words'

/** What an audit log is narrowed to. */
export type AuditFilter = {
  /** Id of a person, token or hook. */
  actorId?: string | undefined
  action?: string | undefined
  targetType?: string | undefined
  targetId?: string | undefined
  /** From this moment on. */
  from?: string | undefined
  /** Up to this moment; a day counts to its end. */
  to?: string | undefined
  /** A part of the target's or actor's name, or of the address; of 90 days where `from` does not say more. */
  text?: string | undefined
}

const day = /^\d{4}-\d{2}-\d{2}$/

/** Text is read for in each event, so without a day to begin from it is looked for in so many days. */
export const searchedDays = 90

/** From when to when, both included; a day is that of UTC. */
export const timesOf = ({ from, to, text }: AuditFilter, now: Date): { gte?: Date; lte?: Date } => {
  const lte = to === undefined ? null : new Date(day.test(to) ? `${to}T23:59:59.999Z` : to)
  const searchedFrom = text === undefined ? null : new Date((lte ?? now).getTime() - searchedDays * 86_400_000)
  const gte = from === undefined ? searchedFrom : new Date(day.test(from) ? `${from}T00:00:00Z` : from)
  return { ...(gte ? { gte } : {}), ...(lte ? { lte } : {}) }
}

/** What one may choose from, in words. */
export const actionChoices: readonly { value: string; words: string }[] = auditActions
  .map((value) => ({ value, words: actionWords(value) }))
  .sort((one, other) => one.words.localeCompare(other.words))

export const targetChoices: readonly { value: string; words: string }[] = [
  ...new Set(auditActions.map((action) => action.split('.')[0] ?? '')),
]
  .map((value) => ({ value, words: value.replaceAll('_', ' ') }))
  .sort((one, other) => one.words.localeCompare(other.words))

export const isFiltered = (filter: AuditFilter): boolean => Object.values(filter).some((value) => value !== undefined)
