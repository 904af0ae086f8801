/** Upper bounds in milliseconds, each a quarter above the one before: percentiles are right to about a tenth. */
const bounds: readonly number[] = Array.from({ length: 45 }, (_, index) => 5 * 1.25 ** index)

/** Which count a latency belongs to; the same as width_bucket says in the database. */
const bucketOf = (ms: number): number => {
  const index = bounds.findIndex((bound) => ms < bound)
  return index === -1 ? bounds.length : index
}

/** Latencies as counts, which can be added up; short where nothing was slow. */
export const countLatencies = (latencies: readonly number[]): number[] => {
  const counts: number[] = []
  for (const ms of latencies) {
    const bucket = bucketOf(ms)
    while (counts.length <= bucket) counts.push(0)
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return counts
}

export const addLatencies = (all: readonly (readonly number[])[]): number[] => {
  const length = Math.max(0, ...all.map((counts) => counts.length))
  return Array.from({ length }, (_, index) => all.reduce((sum, counts) => sum + (counts[index] ?? 0), 0))
}

/** The latency that `share` (0 to 1) of them stay under, in milliseconds, as if evenly spread in its bucket; null without any. */
export const latencyAt = (counts: readonly number[], share: number): number | null => {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let left = share * total
  for (const [index, count] of counts.entries()) {
    if (left > count || count === 0) {
      left -= count
      continue
    }
    const from = bounds[index - 1] ?? 0
    const to = bounds[index] ?? (bounds.at(-1) ?? 0) * 1.25
    return from + (to - from) * (left / count)
  }
  return bounds.at(-1) ?? null
}

/** For width_bucket in the database. */
export const bucketBounds = bounds
