import type { RollupSeconds } from './storage'

/** How spans of one length are made. */
export interface RollupLevel {
  seconds: RollupSeconds
  /** Of what: checks themselves, or the spans of that length. */
  from: 'checks' | RollupSeconds
  /** So many seconds are rolled up in one transaction. */
  batchSeconds: number
}

const minutes: RollupLevel = { seconds: 60, from: 'checks', batchSeconds: 5 * 60 }
const hours: RollupLevel = { seconds: 3600, from: 60, batchSeconds: 3600 }
const days: RollupLevel = { seconds: 86_400, from: 3600, batchSeconds: 86_400 }

/** From the shortest to the longest; each is made of the one before. */
export const rollupLevels = [minutes, hours, days] as const

/**
 * A check is stored under the time at which it began, once it has come back: for so long minutes may still change. It is
 * the longest timeout, and what a busy database or a clock that is a little off may add.
 */
const lateMs = 5 * 60_000

export const floorTo = (seconds: number, ms: number): number => Math.floor(ms / (seconds * 1000)) * seconds * 1000

/**
 * How far a level can be rolled up now. `sourceUntil`: how far the level before has got; checks have when nothing can come
 * for them any more.
 */
export const readyUntil = (level: RollupLevel, now: Date, sourceUntil: Date | null): Date => {
  const ready = level.from === 'checks' ? now.getTime() - lateMs : (sourceUntil?.getTime() ?? 0)
  return new Date(floorTo(level.seconds, ready))
}

/** So many batches behind, and it is worth looking whether there is anything in them: nothing may have run for months. */
const farBehind = 10

export const isFarBehind = (level: RollupLevel, until: Date, ready: Date): boolean =>
  ready.getTime() - until.getTime() > farBehind * level.batchSeconds * 1000

/** The batch that follows on `until`; null when nothing is ready. */
export const nextBatch = (level: RollupLevel, until: Date, ready: Date): { from: Date; to: Date } | null => {
  const to = Math.min(until.getTime() + level.batchSeconds * 1000, ready.getTime())
  return to > until.getTime() ? { from: until, to: new Date(to) } : null
}

/** Where to go on when the first row after `until` is of that time; null: there is none. */
export const skipTo = (level: RollupLevel, first: Date | null, ready: Date): Date =>
  new Date(
    Math.min(ready.getTime(), first === null ? Number.MAX_SAFE_INTEGER : floorTo(level.seconds, first.getTime())),
  )
