import { type Counted, shareOf, sumOf } from './counted'
import { expectedAtLeast, rateOf, spreadFrom, type UsualRate } from './usual-rate'

const spansAMinute = 6
const fewestMinutes = 6
/** As much of itself as the rate changes from one minute to the next, at least (standard deviation). */
const leastDrift = 0.1

/**
 * What was usual in the last minute, for rates that go up and down slowly. How much they change from one minute to the
 * next is taken from the spans before; null where there are too few to tell.
 */
export const rateLately = (latest: Counted, spans: readonly Counted[]): UsualRate | null => {
  const rate = shareOf(sumOf(spans))
  const minutes = minutesOf(spans)
  if (minutes.length < fewestMinutes || minutes.some(({ requests }) => requests * rate < expectedAtLeast)) return null
  const spread = spreadFrom(changes(spans, rate).map(({ squared, byChance }) => squared / byChance))
  const byMinute = changes(minutes, rate)
  const variance =
    byMinute.reduce((sum, { squared, byChance }) => sum + squared - spread * byChance, 0) / byMinute.length
  return rateOf(latest, spread, Math.max(leastDrift, Math.sqrt(Math.max(0, variance)) / rate))
}

/** From the last span backwards. */
const minutesOf = (spans: readonly Counted[]): Counted[] => {
  const first = spans.length % spansAMinute
  return Array.from({ length: Math.floor(spans.length / spansAMinute) }, (_, index) =>
    sumOf(spans.slice(first + index * spansAMinute, first + (index + 1) * spansAMinute)),
  )
}

/** How much the rate changed from each to the next, squared, and how much it would have by chance alone. */
const changes = (spans: readonly Counted[], rate: number) =>
  spans.slice(1).flatMap((span, index) => {
    const before = spans[index]
    if (!before || before.requests === 0 || span.requests === 0) return []
    const byChance = rate * (1 - rate) * (1 / span.requests + 1 / before.requests)
    return [{ squared: (shareOf(span) - shareOf(before)) ** 2, byChance }]
  })
