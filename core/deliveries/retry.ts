const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** From then on nothing is sent any more: whoever reads it would be misled. */
export const giveUpAfterMs = 24 * hour

/**
 * How long a receiver is left alone that asks for it: what waits would be given up before the end of a day, and one who
 * is asked every hour can bear it.
 */
export const pauseMs = (retryAfterMs: number): number => Math.min(retryAfterMs, hour)

const early = [5 * second, 15 * second, 30 * second]

/**
 * How long to wait after a failed attempt; null: no more. `tries` counts the failed ones, `ageMs` is the delivery's age.
 * Dense for a quarter of an hour, so that a receiver that is back is told within a minute; where the receiver says when,
 * then, be it sooner or later, but for an hour at most.
 */
export const retryDelayMs = (tries: number, ageMs: number, retryAfterMs: number | null): number | null => {
  const delay = retryAfterMs === null ? usualDelayMs(tries, ageMs) : Math.max(second, pauseMs(retryAfterMs))
  return ageMs + delay > giveUpAfterMs ? null : delay
}

const usualDelayMs = (tries: number, ageMs: number): number => {
  const first = early[tries - 1]
  if (first !== undefined) return first
  if (ageMs < 15 * minute) return 45 * second
  return ageMs < hour ? 5 * minute : hour / 2
}
