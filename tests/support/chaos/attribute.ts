import type { Excuse } from './faults'

interface Failure {
  beganAt: number
  endedAt: number
  what: string
}

/**
 * Which failures are ours, and which were under way while something they used was killed. An excuse without an end
 * lasts as long as failures follow each other within `quietMs`: until the first quiet stretch after it began.
 */
export const attribute = (
  failures: readonly Failure[],
  excuses: readonly Excuse[],
  quietMs = 2000,
): { ours: Failure[]; apart: Failure[] } => {
  const ordered = [...failures].sort((one, other) => one.beganAt - other.beganAt)
  const spans = excuses.map(({ from, to }) => ({ from, to: Number.isFinite(to) ? to : endOf(ordered, from, quietMs) }))
  const isApart = (one: Failure): boolean => spans.some(({ from, to }) => one.beganAt <= to && one.endedAt >= from)
  return { ours: ordered.filter((one) => !isApart(one)), apart: ordered.filter(isApart) }
}

const endOf = (ordered: readonly Failure[], from: number, quietMs: number): number => {
  let last = from
  for (const one of ordered) {
    if (one.endedAt < from) continue
    // An engine takes seconds to stop what runs there before anything fails.
    if (last !== from && one.beganAt - last > quietMs) break
    last = Math.max(last, one.endedAt)
  }
  return last
}
