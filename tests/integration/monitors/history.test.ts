import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { latencyRanges } from '@/core/monitors/latency-ranges'
import { listChecks } from '@/services/monitors/list-checks'
import { readLatency } from '@/services/monitors/read-latency'
import { keepMonitorStorage } from '@/services/monitors/storage/keep-storage'
import { createKeptChecks, type KeptChecks } from '@/tests/support/kept-checks'

const retention = { checks: 2, minutes: 7, hours: 100, days: 400, history: 400 }

let kept: KeptChecks
beforeEach(async () => {
  kept = await createKeptChecks('2026-09-03T12:30:20Z')
})
afterEach(() => kept.close())
const keep = () => keepMonitorStorage(kept.ctx, retention)
const latency = (range: (typeof latencyRanges)[number]) =>
  readLatency({ ctx: kept.ctx, input: { monitorId: kept.monitorId, range } })

describe('the checks of a monitor', () => {
  const page = (limit: number, cursor?: string | null) =>
    listChecks({ ctx: kept.ctx, input: { monitorId: kept.monitorId, limit, cursor } })

  it('are listed newest first, a page after the other', async () => {
    const outcomes = ['ok', 'slow', 'failed', 'skipped', 'ok']
    await kept.add('2026-09-03T12:00:00Z', 5, 60, (index) => ({
      outcome: outcomes[index] ?? 'ok',
      error: outcomes[index] === 'failed' ? 'connection refused' : null,
    }))
    const first = await page(3)
    expect(first.data.map(({ at, ok }) => [at.slice(11, 16), ok])).toEqual([
      ['12:04', true],
      ['12:03', null],
      ['12:02', false],
    ])
    expect(first.data[2]).toMatchObject({ outcome: 'failed', error: 'connection refused', phases: { totalMs: 20 } })
    const second = await page(3, first.nextCursor)
    expect(second.data.map(({ at, outcome }) => [at.slice(11, 16), outcome])).toEqual([
      ['12:01', 'slow'],
      ['12:00', 'ok'],
    ])
    expect(second.nextCursor).toBeNull()
  })

  it('are nobody else’s to see', async () => {
    await kept.add('2026-09-03T12:00:00Z', 5, 60)
    const other = kept.world.as(await kept.world.addTeam())
    const input = { monitorId: kept.monitorId, limit: 10 }
    await expect(listChecks({ ctx: other, input })).rejects.toMatchObject({ code: 'not_found' })
    await expect(readLatency({ ctx: other, input: { ...input, range: '1h' } })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('have no page after a cursor that is no time', async () => {
    await expect(page(3, 'yesterday')).rejects.toMatchObject({ kind: 'invalid' })
  })
})

describe('the latency of a monitor', () => {
  it('is the same, rolled up or not, in each range', async () => {
    kept.setTime('2026-09-02T00:00:00Z')
    await keep()
    await kept.add('2026-09-02T00:00:00Z', 2190, 60, (index) => ({
      totalMs: 10 + (index % 50),
      firstByteMs: index % 50,
      outcome: index % 20 === 7 ? 'failed' : 'ok',
    }))
    kept.setTime('2026-09-03T12:30:20Z')
    const before = await Promise.all(latencyRanges.map(latency))
    await keep()
    expect(await kept.rollups(3600)).toHaveLength(36)
    const after = await Promise.all(latencyRanges.map(latency))
    for (const [index, view] of after.entries()) {
      const plain = before[index]
      expect(view.points.map(({ at, checks, failed, p50Ms, p95Ms }) => [at, checks, failed, p50Ms, p95Ms])).toEqual(
        plain?.points.map(({ at, checks, failed, p50Ms, p95Ms }) => [at, checks, failed, p50Ms, p95Ms]),
      )
      for (const [place, point] of view.points.entries()) {
        const expected = plain?.points[place]?.totalMs ?? null
        if (expected === null) expect(point.totalMs).toBeNull()
        else expect(point.totalMs).toBeCloseTo(expected, 2)
      }
      expect([view.p50Ms, view.p95Ms]).toEqual([plain?.p50Ms, plain?.p95Ms])
      expect(view.points.length).toBeLessThanOrEqual(120)
    }
    const checks = (range: string) =>
      after.find((view) => view.range === range)?.points.reduce((sum, point) => sum + point.checks, 0)
    expect(checks('7d')).toBe(2190)
    expect(checks('90d')).toBe(2190)
    expect(checks('1h')).toBe(59)
  })

  it('ends with now, and has holes where nobody looked', async () => {
    await kept.add('2026-09-03T12:30:10Z', 1, 60, () => ({ totalMs: 40 }))
    const { points, p50Ms, stepSeconds } = await latency('1h')
    expect(stepSeconds).toBe(60)
    expect(points).toHaveLength(60)
    expect(points.at(-1)).toMatchObject({ at: '2026-09-03T12:30:00.000Z', totalMs: 40, checks: 1 })
    expect(points.slice(0, -1).every(({ totalMs, p50Ms: half }) => totalMs === null && half === null)).toBe(true)
    expect(p50Ms).toBeGreaterThan(30)
  })
})
