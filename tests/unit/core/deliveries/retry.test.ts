import { describe, expect, it } from 'vitest'
import { giveUpAfterMs, pauseMs, retryDelayMs } from '@/core/deliveries/retry'

const minute = 60_000

/** When each attempt is made, in milliseconds after the first, where every one fails at once. */
const attempts = (): number[] => {
  const times = [0]
  for (;;) {
    const at = times.at(-1) ?? 0
    const delay = retryDelayMs(times.length, at, null)
    if (delay === null) return times
    times.push(at + delay)
  }
}

describe('a message that does not arrive', () => {
  it('is tried again soon, and within 45 seconds for a quarter of an hour', () => {
    const times = attempts()
    expect(times.slice(0, 4)).toEqual([0, 5000, 20_000, 50_000])
    const early = times.filter((at) => at <= 15 * minute)
    expect(Math.max(...early.slice(1).map((at, index) => at - (early[index] ?? 0)))).toBeLessThanOrEqual(45_000)
  })

  it('is tried for a day, some seventy times', () => {
    const times = attempts()
    expect(times.at(-1)).toBeGreaterThan(giveUpAfterMs - 31 * minute)
    expect(times.at(-1)).toBeLessThanOrEqual(giveUpAfterMs)
    expect(times.length).toBeGreaterThan(60)
    expect(times.length).toBeLessThan(100)
  })

  it('is tried when the receiver says, but not after the day', () => {
    expect(retryDelayMs(1, 0, 120_000)).toBe(120_000)
    expect(retryDelayMs(9, 2 * minute, 0)).toBe(1000)
    expect(retryDelayMs(60, giveUpAfterMs - 1 * minute, 120_000)).toBeNull()
  })

  it('is tried within an hour, and its receiver left alone for no longer, whatever it asks for', () => {
    expect(pauseMs(120_000)).toBe(120_000)
    expect(pauseMs(999_999_999_000)).toBe(60 * minute)
    expect(retryDelayMs(1, 0, giveUpAfterMs + 1)).toBe(60 * minute)
  })
})
