import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countLatencies } from '@/core/monitors/latency'
import { keepMonitorStorage } from '@/services/monitors/storage/keep-storage'
import { makePartitions } from '@/services/monitors/storage/partitions'
import { rollUpChecks } from '@/services/monitors/storage/roll-up-checks'
import { createKeptChecks, type KeptChecks } from '@/tests/support/kept-checks'

const retention = { checks: 2, minutes: 7, hours: 100, days: 400, history: 400 }

let kept: KeptChecks
beforeEach(async () => {
  kept = await createKeptChecks('2026-09-03T12:30:00Z')
})
afterEach(() => kept.close())
const keep = () => keepMonitorStorage(kept.ctx, retention)

describe('the room for checks', () => {
  it('is there for the days to come before they begin', async () => {
    await keep()
    expect(await kept.partitions('MonitorCheck')).toEqual([
      'MonitorCheck_20260902',
      'MonitorCheck_20260903',
      'MonitorCheck_20260904',
      'MonitorCheck_20260905',
      'MonitorCheck_other',
    ])
    await kept.add('2026-09-03T23:59:59.999Z', 2, 0.001)
    expect(await kept.tablesOf('MonitorCheck', '2026-09-03T23:59:59.999Z')).toEqual(['MonitorCheck_20260903'])
    expect(await kept.tablesOf('MonitorCheck', '2026-09-04T00:00:00Z')).toEqual(['MonitorCheck_20260904'])
  })

  it('is made once, however many workers make it', async () => {
    await Promise.all(Array.from({ length: 5 }, () => makePartitions(kept.ctx)))
    await makePartitions(kept.ctx)
    for (const table of ['MonitorCheck', 'MonitorRollup_minutes', 'MonitorRollup_hours', 'MonitorRollup_days']) {
      expect(new Set(await kept.partitions(table)).size, table).toBeGreaterThan(2)
    }
  })

  it('takes in what came before it was there', async () => {
    await kept.add('2026-09-03T12:00:00Z', 3, 60)
    expect(await kept.tablesOf('MonitorCheck', '2026-09-03T12:01:00Z')).toEqual(['MonitorCheck_other'])
    await makePartitions(kept.ctx)
    expect(await kept.tablesOf('MonitorCheck', '2026-09-03T12:01:00Z')).toEqual(['MonitorCheck_20260903'])
    expect(await kept.world.database.monitorCheck.count()).toBe(3)
  })

  it('is there again after months in which nothing ran', async () => {
    await keep()
    kept.setTime('2027-02-01T00:00:00Z')
    await kept.add('2027-02-01T00:00:00Z', 1, 1)
    await keep()
    expect(await kept.tablesOf('MonitorCheck', '2027-02-01T00:00:00Z')).toEqual(['MonitorCheck_20270201'])
    expect(await kept.partitions('MonitorCheck')).not.toContain('MonitorCheck_20260903')
  })

  it('keeps nobody from writing checks while it is made', async () => {
    await makePartitions(kept.ctx)
    await kept.world.database.$transaction(async (tx) => {
      const { teamId, monitorId } = kept
      await tx.monitorCheck.create({ data: { teamId, monitorId, at: new Date('2026-09-03T12:30:00Z'), outcome: 'ok' } })
      // A write that has not been committed yet is in nobody's way, and nobody in its.
      kept.setTime('2026-09-04T12:00:00Z')
      await makePartitions(kept.ctx)
      expect(await kept.partitions('MonitorCheck')).toContain('MonitorCheck_20260906')
      await tx.monitorCheck.create({ data: { teamId, monitorId, at: new Date('2026-09-03T12:31:00Z'), outcome: 'ok' } })
    })
    expect(await kept.world.database.monitorCheck.count()).toBe(2)
  })
})

describe('a roll-up', () => {
  const phases = { dnsMs: 1, connectMs: 2, tlsMs: null, firstByteMs: 10, totalMs: 13 }

  it('counts what came of the checks of a minute, and how long good ones took', async () => {
    const checks = [
      { outcome: 'ok', ...phases },
      { outcome: 'slow', ...phases, dnsMs: null, totalMs: 613 },
      { outcome: 'failed', totalMs: 10_000, error: 'connection refused' },
      { outcome: 'skipped', totalMs: null },
    ]
    await kept.add('2026-09-03T12:00:05Z', 4, 10, (index) => checks[index] ?? {})
    await rollUpChecks(kept.ctx)
    expect(await kept.rollups(60)).toEqual([
      {
        teamId: kept.teamId,
        monitorId: kept.monitorId,
        seconds: 60,
        at: new Date('2026-09-03T12:00:00Z'),
        checks: 3,
        failed: 1,
        slow: 1,
        skipped: 1,
        ...phases,
        totalMs: 313,
        latencies: countLatencies([13, 613]),
      },
    ])
  })

  it('says of an hour and a day what all their checks say', async () => {
    const totalMs = (index: number) => 5 + ((index * 37) % 400)
    await kept.add('2026-09-02T00:00:00Z', 24 * 60 * 2, 30, (index) => ({
      totalMs: totalMs(index),
      outcome: index % 10 === 9 ? 'failed' : 'ok',
    }))
    await rollUpChecks(kept.ctx)
    const good = Array.from({ length: 2880 }, (_, index) => index).filter((index) => index % 10 !== 9)
    const mean = (indexes: number[]) => indexes.reduce((sum, index) => sum + totalMs(index), 0) / indexes.length
    const hours = await kept.rollups(3600)
    expect(hours).toHaveLength(24)
    const third = good.filter((index) => index >= 240 && index < 360)
    expect(hours[2]).toMatchObject({
      at: new Date('2026-09-02T02:00:00Z'),
      checks: 120,
      failed: 12,
      totalMs: expect.closeTo(mean(third), 2),
      latencies: countLatencies(third.map(totalMs)),
    })
    expect(await kept.rollups(86_400)).toMatchObject([
      {
        at: new Date('2026-09-02T00:00:00Z'),
        checks: 2880,
        failed: 288,
        totalMs: expect.closeTo(mean(good), 2),
        latencies: countLatencies(good.map(totalMs)),
      },
    ])
  })

  it('waits for checks that may still come', async () => {
    await kept.add('2026-09-03T12:20:00Z', 10, 60)
    await rollUpChecks(kept.ctx)
    expect((await kept.rollups(60)).at(-1)?.at).toEqual(new Date('2026-09-03T12:24:00Z'))
    kept.setTime('2026-09-03T12:31:00Z')
    await rollUpChecks(kept.ctx)
    expect((await kept.rollups(60)).at(-1)?.at).toEqual(new Date('2026-09-03T12:25:00Z'))
  })

  it('goes on after a stop where it was, and gives the same when it is done again', async () => {
    await kept.add('2026-09-03T08:00:00Z', 60, 60)
    await rollUpChecks(kept.ctx)
    await kept.add('2026-09-03T12:31:00Z', 120, 60)
    kept.setTime('2026-09-05T06:00:00Z')
    await rollUpChecks(kept.ctx)
    const once = [await kept.rollups(60), await kept.rollups(3600), await kept.rollups(86_400)]
    expect(once.map((rows) => rows.reduce((sum, { checks }) => sum + checks, 0))).toEqual([180, 180, 180])
    await kept.world.database.monitorRollupProgress.updateMany({ data: { until: new Date('2026-09-03T00:00:00Z') } })
    await rollUpChecks(kept.ctx)
    expect([await kept.rollups(60), await kept.rollups(3600), await kept.rollups(86_400)]).toEqual(once)
  })

  it('counts nothing twice when several workers roll up', async () => {
    await kept.add('2026-09-03T08:00:00Z', 240, 60)
    await Promise.all(Array.from({ length: 5 }, () => rollUpChecks(kept.ctx)))
    await rollUpChecks(kept.ctx)
    const minutes = await kept.rollups(60)
    expect(minutes).toHaveLength(240)
    expect(minutes.every(({ checks }) => checks === 1)).toBe(true)
    expect((await kept.rollups(3600)).map(({ checks }) => checks)).toEqual([60, 60, 60, 60])
  })
})

describe('what is old', () => {
  it('goes by whole days, when it has been rolled up', async () => {
    kept.setTime('2026-09-03T12:00:00Z')
    await keep()
    await kept.add('2026-09-03T12:00:00Z', 10, 60)
    kept.setTime('2026-09-05T23:59:00Z')
    await keep()
    expect(await kept.partitions('MonitorCheck')).toContain('MonitorCheck_20260903')
    kept.setTime('2026-09-06T00:00:00Z')
    await keep()
    expect(await kept.partitions('MonitorCheck')).not.toContain('MonitorCheck_20260903')
    expect(await kept.world.database.monitorCheck.count()).toBe(0)
    expect((await kept.rollups(60)).length).toBe(10)
    kept.setTime('2026-09-11T00:00:00Z')
    await keep()
    expect(await kept.rollups(60)).toEqual([])
    expect(await kept.rollups(3600)).toMatchObject([{ checks: 10 }])
    kept.setTime('2027-01-05T00:00:00Z')
    await keep()
    expect(await kept.rollups(3600)).toEqual([])
    expect(await kept.rollups(86_400)).toMatchObject([{ checks: 10 }])
    kept.setTime('2028-06-01T00:00:00Z')
    await keep()
    expect(await kept.rollups(86_400)).toEqual([])
  })

  it('stays while it is in no roll-up', async () => {
    kept.setTime('2026-09-03T12:00:00Z')
    await keep()
    await kept.add('2026-09-03T12:00:00Z', 10, 60)
    await kept.world.database.$transaction(async (tx) => {
      // Another worker that is at it for days, as far as this one can tell.
      await tx.$queryRaw`SELECT 1 FROM "MonitorRollupProgress" FOR UPDATE`
      kept.setTime('2026-09-20T00:00:00Z')
      await keep()
      expect(await kept.world.database.monitorCheck.count()).toBe(10)
    })
    await keep()
    expect(await kept.world.database.monitorCheck.count()).toBe(0)
    expect(await kept.rollups(3600)).toMatchObject([{ checks: 10 }])
  })

  it('goes with the periods and the ended incidents of long ago, and no others', async () => {
    const { database } = kept.world
    const { teamId, monitorId } = kept
    const at = (text: string) => new Date(`${text}T00:00:00Z`)
    const spans = [
      [at('2025-01-01'), at('2025-02-01')],
      [at('2025-02-01'), at('2026-09-01')],
      [at('2026-09-01'), null],
    ] as const
    for (const [from, to] of spans) {
      await database.monitorPeriod.create({ data: { teamId, monitorId, state: 'up', from, to } })
    }
    const opened = { teamId, monitorId, openedAt: at('2025-01-01'), causeCode: 'timeout', cause: 'no answer' }
    await database.incident.create({ data: { ...opened, status: 'resolved', resolvedAt: at('2025-01-02') } })
    await database.incident.create({ data: { ...opened, status: 'resolved', resolvedAt: at('2026-08-02') } })
    await database.incident.create({ data: opened })
    await keep()
    const periods = await database.monitorPeriod.findMany({ orderBy: { from: 'asc' } })
    expect(periods.map(({ from }) => from)).toEqual([at('2025-02-01'), at('2026-09-01')])
    expect(await database.incident.count()).toBe(2)
  })
})
