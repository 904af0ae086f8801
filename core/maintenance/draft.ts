import type { FieldError } from '../errors'
import { instantOf } from '../format/zoned'
import { validateWith } from '../forms/validate'
import { onceSchema, recurringSchema } from './schema'

export const windowKinds = ['once', 'daily', 'weekly', 'cron'] as const
export type WindowKind = (typeof windowKinds)[number]

/** A maintenance window as a form holds it. */
export interface WindowDraft {
  name: string
  monitorIds: readonly string[]
  kind: WindowKind
  /** All times of the form are those of this zone. */
  timezone: string
  /** Once: `2026-09-03T14:00`. */
  startsAt: string
  endsAt: string
  /** Daily and weekly: `02:00`. */
  at: string
  /** Weekly; 0 is Sunday. */
  days: readonly number[]
  cron: string
  durationMinutes: string
}

export const emptyWindowDraft: WindowDraft = {
  name: '',
  monitorIds: [],
  kind: 'once',
  timezone: 'UTC',
  startsAt: '',
  endsAt: '',
  at: '02:00',
  days: [0],
  cron: '0 2 1 * *',
  durationMinutes: '60',
}

/** Which values of the API each part of the draft stands for, where the names differ. */
export const windowPaths: Partial<Record<keyof WindowDraft, string>> = { at: 'cron', days: 'cron' }

const cronOf = ({ kind, at, days, cron }: WindowDraft): string => {
  if (kind === 'cron') return cron.trim()
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(at) ?? []
  if (hour === undefined || minute === undefined || (kind === 'weekly' && days.length === 0)) return ''
  return `${Number(minute)} ${Number(hour)} * * ${kind === 'daily' ? '*' : [...days].sort().join(',')}`
}

/** The window that a form describes, to be checked by the schema. */
export const windowFromDraft = (draft: WindowDraft): Record<string, unknown> => {
  const common = { ...(draft.name.trim() === '' ? {} : { name: draft.name.trim() }), monitorIds: [...draft.monitorIds] }
  if (draft.kind === 'once') {
    const iso = (wall: string): string => instantOf(wall, draft.timezone)?.toISOString() ?? ''
    return { ...common, startsAt: iso(draft.startsAt), endsAt: iso(draft.endsAt) }
  }
  const minutes = draft.durationMinutes.trim()
  return {
    ...common,
    cron: cronOf(draft),
    timezone: draft.timezone,
    durationMinutes: minutes === '' ? Number.NaN : Number(minutes),
  }
}

/** What is wrong with what was typed. */
export const validateWindow = (draft: WindowDraft): FieldError[] => {
  const found = validateWith(draft.kind === 'once' ? onceSchema : recurringSchema, windowFromDraft(draft))
  return found.map((error) => ({ ...error, message: plainWords(draft, error) }))
}

const plainWords = ({ kind, at }: WindowDraft, { path, message }: FieldError): string => {
  if (path === 'cron' && kind !== 'cron') return at === '' ? 'Choose a time.' : 'Choose at least one day.'
  return message
}
