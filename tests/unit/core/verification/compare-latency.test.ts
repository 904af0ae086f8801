import { describe, expect, it } from 'vitest'
import { latencyAgainst } from '@/core/verification/compare-latency'
import type { LatencyMeasure } from '@/core/verification/comparison'
import { type Scene, seeded, simulate } from '@/tests/support/simulated-traffic'

/** The share of answers that take more than 50, 100 and 250 ms; none take more than 500. */
const shares = (share: number): number[] => [share, share, share, 0, 0, 0, 0, 0]
/** Few are slow before; afterwards it is as `after` says. */
const changing =
  (after: (second: number) => number) =>
  (second: number): number[] =>
    shares(second < 0 ? 0.01 : after(second))

const takenBack = (runs: number, scene: Scene): (number | null)[] => {
  const random = seeded(2)
  return Array.from({ length: runs }, () => {
    const { history, watch } = simulate(random, scene)
    const latencyOf = latencyAgainst(history, scene.seconds)
    return watch((ticks) => latencyOf(ticks).verdict === 'worse')
  })
}
const plan: Scene = { perSecond: 100, oldSeconds: 120, seconds: 10 }
const all = (seconds: readonly (number | null)[]): boolean => seconds.every((second) => second !== null)
const none = (seconds: readonly (number | null)[]): boolean => seconds.every((second) => second === null)

describe.each([5, 100, 500])('with %i requests a second', (perSecond) => {
  it('a release all of whose answers are slow is caught within ten seconds', () => {
    expect(all(takenBack(20, { ...plan, perSecond, slow: changing(() => 1) }))).toBe(true)
  })

  it('one half of whose answers are slow is caught within thirty', () => {
    expect(all(takenBack(20, { ...plan, perSecond, seconds: 30, slow: changing(() => 0.5) }))).toBe(true)
  })

  it('one that is as fast stays, and so does one that is a little slower', () => {
    expect(none(takenBack(50, { ...plan, perSecond, seconds: 30, slow: changing(() => 0.01) }))).toBe(true)
    expect(none(takenBack(50, { ...plan, perSecond, seconds: 30, slow: changing(() => 0.08) }))).toBe(true)
  })

  it('one that is slow while it warms up stays', () => {
    expect(none(takenBack(20, { ...plan, perSecond, slow: changing((second) => (second < 2.5 ? 1 : 0.01)) }))).toBe(
      true,
    )
  })

  it('one whose machine stops for two seconds stays', () => {
    const stop = (from: number) => changing((second) => (second >= from && second < from + 2 ? 1 : 0.01))
    for (const from of [3, 5, 7]) expect(none(takenBack(20, { ...plan, perSecond, slow: stop(from) }))).toBe(true)
  })
})

describe('slow', () => {
  const measure = (slow: (second: number) => number[]) => {
    const { history, watch } = simulate(seeded(3), { ...plan, slow })
    let last: LatencyMeasure | null = null
    watch((ticks) => {
      last = latencyAgainst(history, plan.seconds)(ticks)
      return false
    })
    return last
  }

  it('is what took about twice as long as the old release’s answers, and is noticed', () => {
    const quick = [0.02, 0.01, 0, 0, 0, 0, 0, 0]
    const lazy = [0.9, 0.6, 0.3, 0.04, 0.01, 0, 0, 0]
    expect(measure(() => quick)).toMatchObject({ slowerThanMs: 100, verdict: 'no_difference' })
    expect(measure(() => lazy)).toMatchObject({ slowerThanMs: 1000, verdict: 'no_difference' })
  })

  it('is nothing where the old release is slower than any bound', () => {
    expect(measure(() => [1, 1, 1, 1, 1, 1, 1, 0.5])).toMatchObject({
      slowerThanMs: null,
      verdict: 'nothing_to_compare',
    })
  })

  it('is as usual where the old release had such seconds too', () => {
    const spells = (second: number) => (second < 0 && (Math.floor(second / 10) & 7) === 0 ? 0.4 : 0.01)
    const { history, watch } = simulate(seeded(4), {
      ...plan,
      oldSeconds: 400,
      seconds: 30,
      slow: (second) => shares(second < 0 ? spells(second) : 0.4),
    })
    expect(watch((ticks) => latencyAgainst(history, 30)(ticks).verdict === 'worse')).toBeNull()
  })
})
