import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFarBehind, nextBatch, readyUntil, rollupLevels, skipTo } from '@/core/monitors/rollup'
import { droppableBefore, partitionEnd, partitionedTables, partitionsNeeded } from '@/core/monitors/storage'

const retention = { checks: 2, minutes: 7, hours: 100, days: 400, history: 400 }
const time = fc.date({ min: new Date('2026-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })

describe('partitions', () => {
  it('follow on each other without a gap, and hold now and two days more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...partitionedTables), time, (table, now) => {
        const needed = partitionsNeeded(table, now)
        for (const [index, one] of needed.entries()) {
          const next = needed[index + 1]
          if (next) expect(next.from).toEqual(one.to)
        }
        expect(needed[0]?.to.getTime()).toBeLessThanOrEqual(now.getTime())
        expect(needed.at(-1)?.to.getTime()).toBeGreaterThan(now.getTime() + 2 * 86_400_000)
      }),
    )
  })

  it('know their end by their name, and no other table’s', () => {
    fc.assert(
      fc.property(fc.constantFrom(...partitionedTables), time, (table, now) => {
        for (const { name, to } of partitionsNeeded(table, now)) {
          expect(partitionEnd(table, name)).toEqual(to)
          for (const other of partitionedTables) {
            if (other !== table) expect(partitionEnd(other, name)).toBeNull()
          }
        }
      }),
    )
    for (const table of partitionedTables) expect(partitionEnd(table, `${table.name}_other`)).toBeNull()
  })

  it('are dropped when they are old and nothing is to be made of them any more', () => {
    const [checks, , , days] = partitionedTables
    if (!checks || !days) throw new Error('tables are missing')
    const now = new Date('2026-09-10T00:00:00Z')
    const until = (day: string) => new Map([[60 as const, new Date(`2026-09-${day}T00:00:00Z`)]])
    expect(droppableBefore(checks, now, retention, until('10'))).toEqual(new Date('2026-09-08T00:00:00Z'))
    expect(droppableBefore(checks, now, retention, until('05'))).toEqual(new Date('2026-09-05T00:00:00Z'))
    expect(droppableBefore(checks, now, retention, new Map()).getTime()).toBe(0)
    expect(droppableBefore(days, now, retention, new Map()).getTime()).toBe(now.getTime() - 400 * 86_400_000)
  })
})

describe('a roll-up', () => {
  it('takes whole spans one batch after the other, each once, until it has caught up', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rollupLevels), time, fc.integer({ min: 0, max: 2000 }), (level, now, behind) => {
        const ready = readyUntil(level, now, level.from === 'checks' ? null : now)
        const spanMs = level.seconds * 1000
        const begin = new Date((Math.floor(now.getTime() / spanMs) - behind) * spanMs)
        let until = begin
        for (;;) {
          const next = nextBatch(level, until, ready)
          if (!next) break
          expect(next.from).toEqual(until)
          expect((next.to.getTime() - next.from.getTime()) % spanMs).toBe(0)
          expect(next.to.getTime() - next.from.getTime()).toBeLessThanOrEqual(level.batchSeconds * 1000)
          until = next.to
        }
        expect(until.getTime()).toBeLessThanOrEqual(Math.max(begin.getTime(), now.getTime()))
        expect(now.getTime() - until.getTime()).toBeLessThan(spanMs + 5 * 60_000)
      }),
      { numRuns: 30 },
    )
  })

  it('leaves out what is long ago and empty', () => {
    const [minutes] = rollupLevels
    const [long, ready] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-09-03T12:00:00Z')]
    expect(isFarBehind(minutes, long, ready)).toBe(true)
    expect(isFarBehind(minutes, new Date('2026-09-03T11:30:00Z'), ready)).toBe(false)
    expect(skipTo(minutes, new Date('2026-09-03T10:00:59Z'), ready)).toEqual(new Date('2026-09-03T10:00:00Z'))
    expect(skipTo(minutes, null, ready)).toEqual(ready)
    expect(skipTo(minutes, new Date('2026-09-03T12:01:00Z'), ready)).toEqual(ready)
  })
})
