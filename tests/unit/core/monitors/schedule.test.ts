import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intervalFor, nextSlot, slotsBetween } from '@/core/monitors/schedule'

const interval = fc.integer({ min: 1, max: 86_400 })
const time = fc.integer({ min: 0, max: 4_000_000_000_000 })

describe('slots', () => {
  it('lie on a grid of their own, each an interval after the one before', () => {
    fc.assert(
      fc.property(fc.uuid(), interval, time, (id, seconds, after) => {
        const slot = nextSlot(id, seconds, after)
        expect(slot).toBeGreaterThan(after)
        expect(slot - after).toBeLessThanOrEqual(seconds * 1000)
        expect(nextSlot(id, seconds, slot)).toBe(slot + seconds * 1000)
        expect(nextSlot(id, seconds, slot - 1)).toBe(slot)
      }),
    )
  })

  it('of ten thousand monitors are spread evenly over the minute', () => {
    const perSecond = Array.from({ length: 60 }, () => 0)
    for (let count = 0; count < 10_000; count += 1) {
      const second = Math.floor((nextSlot(randomUUID(), 60, 0) % 60_000) / 1000)
      perSecond[second] = (perSecond[second] ?? 0) + 1
    }
    // 167 on average; six standard deviations of chance are 77.
    expect(Math.max(...perSecond)).toBeLessThan(245)
    expect(Math.min(...perSecond)).toBeGreaterThan(90)
  })

  it('of monitors whose ids differ in little are spread as well', () => {
    const base = '01989e5c-7b2a-7000-8000-'
    const phases = new Set(
      Array.from({ length: 600 }, (_, index) =>
        Math.floor((nextSlot(`${base}${index.toString(16).padStart(12, '0')}`, 60, 0) % 60_000) / 1000),
      ),
    )
    expect(phases.size).toBe(60)
  })

  it('are counted from one time to another', () => {
    expect(slotsBetween(60, 0, 180_000)).toBe(3)
    expect(slotsBetween(60, 180_000, 0)).toBe(0)
  })
})

describe('the interval', () => {
  const monitor = { intervalSeconds: 60, deployIntervalSeconds: 5 }

  it('is shorter while the app is being deployed, and in doubt', () => {
    expect(intervalFor(monitor, { isDeploying: false, isInDoubt: false })).toBe(60)
    expect(intervalFor(monitor, { isDeploying: true, isInDoubt: false })).toBe(5)
    expect(intervalFor(monitor, { isDeploying: false, isInDoubt: true })).toBe(15)
    expect(intervalFor(monitor, { isDeploying: true, isInDoubt: true })).toBe(5)
  })

  it('is never longer than usual', () => {
    fc.assert(
      fc.property(interval, interval, fc.boolean(), fc.boolean(), (usual, deploying, isDeploying, isInDoubt) => {
        const given = { intervalSeconds: usual, deployIntervalSeconds: deploying }
        expect(intervalFor(given, { isDeploying, isInDoubt })).toBeLessThanOrEqual(usual)
      }),
    )
  })
})
