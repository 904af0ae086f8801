import { describe, expect, it } from 'vitest'
import { errorsAgainst } from '@/core/verification/compare-errors'
import type { History } from '@/core/verification/history'
import { Ticks } from '@/core/verification/ticks'
import { drifting, type Noise, restless, type Scene, seeded, simulate, steady } from '@/tests/support/simulated-traffic'

/** When each of so many deployments was taken back; null for those that were not. */
const takenBack = (runs: number, scene: Scene, seed = 1): (number | null)[] => {
  const random = seeded(seed)
  return Array.from({ length: runs }, () => {
    const { history, watch } = simulate(random, scene)
    const errorsOf = errorsAgainst(history)
    return watch((ticks) => errorsOf(ticks).verdict === 'worse')
  })
}
const count = (seconds: readonly (number | null)[]): number => seconds.filter((second) => second !== null).length

const noises: [string, Noise][] = [
  ['steady', steady],
  ['restless', restless],
  ['drifting', drifting],
]
const busy: Scene = { perSecond: 500, failing: 0.01, oldSeconds: 600, seconds: 60 }

describe('with 500 requests a second of which 1 % fail', () => {
  it.each(noises)('and that is %s, an equally good release stays', (_, noise) => {
    expect(count(takenBack(200, { ...busy, noise }))).toBeLessThanOrEqual(1)
  })

  it.each(noises)('and that is %s, one that fails 1 % more is caught in a minute', (_, noise) => {
    expect(count(takenBack(100, { ...busy, noise, more: 0.01 }))).toBeGreaterThanOrEqual(90)
  })

  it.each(noises)('and that is %s, both hold where the old release is a minute old', (_, noise) => {
    const young = { ...busy, noise, oldSeconds: 60 }
    expect(count(takenBack(200, young))).toBeLessThanOrEqual(2)
    expect(count(takenBack(100, { ...young, more: 0.01 }))).toBeGreaterThanOrEqual(90)
  })

  it('an equally good release stays through ten minutes of verification', () => {
    expect(count(takenBack(10, { ...busy, oldSeconds: 1800, noise: drifting, seconds: 600 }))).toBe(0)
  })
})

describe('with 100 requests a second of which none fail', () => {
  it.each([1, 10, 600])(
    'a release that fails a fifth is caught within 3 s, %i s after the old one came',
    (oldSeconds) => {
      const seconds = takenBack(100, { perSecond: 100, oldSeconds, seconds: 10, more: 0.2 })
      expect(seconds.every((second) => second !== null && second <= 3)).toBe(true)
    },
  )

  it('one that fails one in a thousand stays: nobody would go back for that', () => {
    expect(count(takenBack(50, { perSecond: 100, oldSeconds: 600, seconds: 60, more: 0.001 }))).toBe(0)
  })
})

describe('with two requests a second', () => {
  it('a release that fails half of them is caught, one that is as it was stays', () => {
    const quiet: Scene = { perSecond: 2, oldSeconds: 600, seconds: 60 }
    expect(count(takenBack(50, { ...quiet, more: 0.5 }))).toBe(50)
    expect(count(takenBack(200, { ...quiet, failing: 0.02 }))).toBe(0)
  })
})

const counts = (requests: number, failed: number) => ({ requests, failed, slower: [] })
const historyOf = (requests: number, failed: number, latest = counts(0, 0)): History => ({
  total: counts(requests, failed),
  latest,
  spans: [],
})
/** So many requests in each half second, of which so many fail. */
const ticksOf = (...each: [requests: number, failed: number][]): Ticks => {
  const ticks = new Ticks()
  let [requests, failed] = [0, 0]
  for (const [index, [came, bad]] of each.entries()) {
    requests += came
    failed += bad
    ticks.add((index + 1) * 501, counts(requests, failed))
  }
  return ticks
}

describe('the verdict', () => {
  it('needs an old release that was asked something, and some requests to the new one', () => {
    const failing = ticksOf([50, 50], [50, 50])
    expect(errorsAgainst(historyOf(0, 0))(failing)).toMatchObject({ verdict: 'nothing_to_compare' })
    expect(errorsAgainst(historyOf(1000, 0))(ticksOf([5, 5], [5, 5]))).toMatchObject({ verdict: 'too_little_to_tell' })
    expect(errorsAgainst(historyOf(1000, 0))(failing)).toEqual({
      verdict: 'worse',
      old: { requests: 1000, bad: 0 },
      new: { requests: 100, bad: 100 },
    })
  })

  it('is never made by one bad half second', () => {
    expect(errorsAgainst(historyOf(10_000, 0))(ticksOf([50, 0], [50, 50], [50, 0], [50, 0])).verdict).toBe(
      'no_difference',
    )
  })

  it('is made by a first look that comes late, after a worker has died', () => {
    const ticks = new Ticks()
    ticks.add(12_000, counts(1000, 500))
    expect(errorsAgainst(historyOf(10_000, 100))(ticks).verdict).toBe('worse')
    const equal = new Ticks()
    equal.add(12_000, counts(1000, 14))
    expect(errorsAgainst(historyOf(10_000, 100))(equal).verdict).toBe('no_difference')
  })

  it('is not made by a burst in a look that comes a little late', () => {
    const ticks = new Ticks()
    ticks.add(250, counts(25, 0))
    ticks.add(1250, counts(125, 100))
    ticks.add(1500, counts(150, 100))
    expect(errorsAgainst(historyOf(10_000, 0))(ticks).verdict).toBe('no_difference')
  })

  it('goes by how the old release is now, when it has begun to fail as never before', () => {
    const outage = historyOf(50_000, 600, counts(1000, 400))
    expect(errorsAgainst(outage)(ticksOf([100, 40], [100, 41], [100, 42]))).toMatchObject({
      verdict: 'no_difference',
      old: { requests: 1000, bad: 400 },
    })
    expect(errorsAgainst(historyOf(50_000, 600))(ticksOf([100, 40], [100, 41], [100, 42])).verdict).toBe('worse')
  })

  it('is that nothing is worse where the old release fails everything', () => {
    expect(errorsAgainst(historyOf(5000, 5000))(ticksOf([100, 100], [100, 100])).verdict).toBe('no_difference')
  })
})
