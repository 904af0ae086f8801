import type { History } from '@/core/verification/history'
import { addCounts, noCounts, type ReleaseCounts } from '@/core/verification/release-counts'
import { slowerThanMs } from '@/core/verification/slower'
import { Ticks } from '@/core/verification/ticks'

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** How many of many rare events happen: exact for few, by the normal distribution for many. */
const poisson = (random: () => number, mean: number): number => {
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal))
  }
  let probability = Math.exp(-mean)
  let rest = random() - probability
  let count = 0
  while (rest > 0 && count < 200) {
    count += 1
    probability *= mean / count
    rest -= probability
  }
  return count
}

/** By what the usual error rate is multiplied at a second. */
export type Noise = (random: () => number) => (second: number) => number

export const steady: Noise = () => () => 1

/** Another rate every second, from none to double. */
export const restless: Noise = (random) => {
  const rates = new Map<number, number>()
  return (second) => {
    const rate = rates.get(Math.floor(second)) ?? 2 * random()
    rates.set(Math.floor(second), rate)
    return rate
  }
}

/** Goes up and down by a third in ten minutes, and by as much again at random each second. */
export const drifting: Noise = (random) => {
  const restlessly = restless(random)
  const phase = 2 * Math.PI * random()
  return (second) => 1 + Math.sin((2 * Math.PI * second) / 600 + phase) / 3 + (restlessly(second) - 1) / 3
}

export interface Scene {
  perSecond: number
  noise?: Noise
  /** Share of requests that fail, of the old release; the noise multiplies it for both. */
  failing?: number
  /** More of the new one's requests that fail. */
  more?: number
  /** Share of answers slower than each bound, at a second since the new release went live (negative: the old one). */
  slow?: (second: number) => number[]
  oldSeconds: number
  seconds: number
}

const lookSeconds = 0.25

/** The old release's history and a way to look at the new one, four times a second. */
export const simulate = (random: () => number, scene: Scene) => {
  const { perSecond, noise = steady, failing = 0, more = 0, slow } = scene
  const rate = noise(random)
  const look = (second: number, extra: number): ReleaseCounts => {
    const requests = poisson(random, perSecond * lookSeconds)
    const share = failing * rate(second + scene.oldSeconds) + extra
    const slower = slow?.(second) ?? slowerThanMs.map(() => 0)
    return {
      requests,
      failed: Math.min(requests, poisson(random, requests * share)),
      slower: slower.map((part) => Math.round(requests * part)),
    }
  }
  const sum = (counts: readonly ReleaseCounts[]): ReleaseCounts => counts.reduce(addCounts, noCounts)
  const looks = (from: number, to: number, extra: number): ReleaseCounts[] =>
    Array.from({ length: Math.round((to - from) / lookSeconds) }, (_, index) => look(from + index * lookSeconds, extra))
  const old = looks(-scene.oldSeconds, 0, 0)
  const inSpans = Array.from({ length: Math.floor(old.length / 40) }, (_, index) =>
    sum(old.slice(index * 40, index * 40 + 40)),
  )
  const history: History = { total: sum(old), latest: sum(old.slice(-240)), spans: inSpans }
  /** The second at which `isBad` first said so; null if it never did. */
  const watch = (isBad: (ticks: Ticks) => boolean): number | null => {
    const ticks = new Ticks()
    let seen = noCounts
    for (let second = 0; second < scene.seconds; second += lookSeconds) {
      seen = addCounts(seen, look(second, more))
      ticks.add((second + lookSeconds) * 1000, seen)
      if (isBad(ticks)) return second + lookSeconds
    }
    return null
  }
  return { history, watch }
}
