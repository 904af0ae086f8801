import { z } from 'zod'
import type { SurveyedCounters } from '../ports/traffic'
import { sampleSeconds } from './ranges'

/**
 * What was read of a host the last time. Counters only ever grow, so two readings make a sample; kept in the database,
 * so that any worker can take the next one.
 */
export const cursorSchema = z.object({
  /** By process and key: requests, errors, and how many were slower than each bound, where that was counted. */
  counters: z.record(z.string(), z.tuple([z.number(), z.number()]).rest(z.number())),
  /** By container: processor time in nanoseconds, and when it was read, in milliseconds. */
  usage: z.record(z.string(), z.tuple([z.number(), z.number()])),
})
export type SampleCursor = z.infer<typeof cursorSchema>

interface Counted {
  requests: number
  errors: number
  /** Answers slower than each bound; empty where that is not known of all of them. */
  slower: number[]
  responseMs: number | null
}

const idOf = ({ process, key }: SurveyedCounters): string => `${process}|${key}`

/**
 * What came since the last reading, by the app's key. A process that is new since then counted from zero; where there
 * was no reading at all nobody knows since when its counters run, so nothing is said to have come.
 */
export const countedSince = (before: SampleCursor | null, now: readonly SurveyedCounters[]): Map<number, Counted> => {
  const counted = new Map<number, Counted & { weighted: number }>()
  for (const reading of now) {
    const [requests, errors, ...slower] = before?.counters[idOf(reading)] ?? (before ? [0, 0] : numbersOf(reading))
    const fresh = Math.max(0, reading.requests - requests)
    const sum = counted.get(reading.key)
    const freshSlower = reading.slower.map((count, index) => Math.max(0, count - (slower[index] ?? 0)))
    const weighted = (sum?.weighted ?? 0) + fresh * reading.responseMs
    const total = (sum?.requests ?? 0) + fresh
    counted.set(reading.key, {
      requests: total,
      errors: (sum?.errors ?? 0) + Math.max(0, reading.errors - errors),
      slower: sum ? addedUp(sum.slower, freshSlower) : freshSlower,
      responseMs: total > 0 ? weighted / total : null,
      weighted,
    })
  }
  return counted
}

/** Of which one part is unknown is unknown as a whole. */
const addedUp = (one: readonly number[], other: readonly number[]): number[] =>
  one.length === other.length ? one.map((count, index) => count + (other[index] ?? 0)) : []

const numbersOf = ({ requests, errors, slower }: SurveyedCounters): SampleCursor['counters'][string] => [
  requests,
  errors,
  ...slower,
]

export const countersToKeep = (now: readonly SurveyedCounters[]): SampleCursor['counters'] =>
  Object.fromEntries(now.map((reading) => [idOf(reading), numbersOf(reading)]))

/** Per cent of one core since the last reading; null where there is none to compare with. */
export const cpuPercent = (
  before: readonly [nanos: number, atMs: number] | undefined,
  now: readonly [nanos: number, atMs: number],
): number | null => {
  if (!before || now[1] <= before[1]) return null
  // A container that was started anew counts from zero.
  const nanos = now[0] >= before[0] ? now[0] - before[0] : now[0]
  return (nanos / ((now[1] - before[1]) * 1e6)) * 100
}

/** Longer than this without a reading, and when it came is not known well enough to be drawn. */
const longestGap = 60

/**
 * The spans that a reading is about, as numbers of ten-second spans since the epoch, and which share of it each gets.
 * Normally the one span; after a gap of a few the counts are spread evenly, so that no peak is drawn that never was.
 */
export const spansSince = (lastSlot: number | null, slot: number): { slots: number[]; share: number } => {
  const missed = lastSlot === null ? 1 : slot - lastSlot
  if (missed <= 1) return { slots: [slot], share: 1 }
  const count = Math.min(missed, longestGap)
  return {
    slots: Array.from({ length: count }, (_, index) => slot - count + 1 + index),
    share: 1 / missed,
  }
}

/** Which ten-second span a moment is in. */
export const slotOf = (at: Date): number => Math.floor(at.getTime() / 1000 / sampleSeconds)

export const slotStart = (slot: number): Date => new Date(slot * sampleSeconds * 1000)
