import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { uptimePercent } from '@/core/monitors/uptime'
import { spansOf, uptimeWindows } from '@/core/monitors/uptime-window'
import type { Monitor } from '@/prisma/generated/client'
import { dayBars } from '@/services/monitors/day-bars'
import { readAppUptimes } from '@/services/monitors/read-app-uptimes'
import { readUptime, readUptimes } from '@/services/monitors/read-uptime'
import { readPublicPage } from '@/services/status-pages/read-public-page'
import { saveStatusPage } from '@/services/status-pages/save-status-page'
import { type AlertsWorld, createAlertsWorld } from '@/tests/support/alerts-world'
import { createDeployedApp, type DeployedApp } from '@/tests/support/deployed-app'
import { type Period, uptimeBars, uptimeBetween } from '@/tests/support/uptime-reference'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
let alerts: AlertsWorld
let app: DeployedApp
let monitor: Monitor
beforeAll(async () => {
  alerts = await createAlertsWorld()
  alerts.pass(1234.567)
  app = await createDeployedApp(alerts.world.database, alerts.teamId)
})
afterAll(() => alerts.close())
beforeEach(async () => {
  monitor = await alerts.addMonitor({ appId: app.id })
})

const plant = async (periods: readonly Period[]): Promise<void> => {
  const { teamId, id: monitorId } = monitor
  await alerts.world.database.monitorPeriod.createMany({
    data: periods.map(({ state, from, to }) => ({
      teamId,
      monitorId,
      state,
      from: new Date(from),
      to: to === null ? null : new Date(to),
    })),
  })
}
/** Periods of some minutes each, one after another up to now, the last of which lasts. */
const manyPeriods = (count: number, minutes: (index: number) => number): Period[] => {
  const states = ['up', 'degraded', 'down', 'degraded', 'maintenance', 'up', 'pending']
  const lengths = Array.from({ length: count }, (_, index) => minutes(index) * minuteMs + index)
  let from = alerts.now().getTime() - lengths.reduce((sum, length) => sum + length, 0)
  return lengths.map((length, index) => {
    const begun = from
    from += length
    return { state: states[index % states.length] ?? 'up', from: begun, to: index === count - 1 ? null : from }
  })
}

describe('the uptime of a monitor', () => {
  it('is the sum of its periods, in every window and on every day', async () => {
    const periods = manyPeriods(300, (index) => 7 + ((index * 7919) % 900))
    await plant(periods)
    const to = alerts.now().getTime()
    const input = { monitorId: monitor.id }
    const views = await readUptimes({ ctx: alerts.ctx, input })
    for (const window of uptimeWindows) {
      const { count, spanMs } = spansOf[window]
      const whole = uptimeBetween(periods, to - count * spanMs, to)
      const view = views.find((one) => one.window === window)
      expect(view?.downSeconds).toBeCloseTo(whole.downMs / 1000, 3)
      expect(view?.uptimePercent).toBeCloseTo(uptimePercent(whole) ?? -1, 6)
      const bars = uptimeBars(periods, to, count, spanMs)
      expect(view?.buckets.map(({ downSeconds }) => Math.round(1000 * downSeconds))).toEqual(
        bars.map(({ downMs }) => downMs),
      )
      expect(view?.buckets.map(({ degradedSeconds }) => Math.round(1000 * degradedSeconds))).toEqual(
        bars.map(({ degradedMs }) => degradedMs),
      )
      expect(await readUptime({ ctx: alerts.ctx, input: { ...input, window } })).toEqual(view)
    }
    const days = await dayBars(alerts.ctx, { teamId: alerts.teamId, monitorIds: [monitor.id], days: 30 })
    for (const { day, ...bar } of days.get(monitor.id) ?? []) {
      const from = Date.parse(day)
      expect(bar, day).toEqual(uptimeBetween(periods, from, Math.min(from + dayMs, to)))
    }
    expect(days.get(monitor.id)).toHaveLength(30)
  })

  it('is put together in the database, however often it went to and fro', async () => {
    const periods = manyPeriods(20_000, () => 6)
    await plant(periods)
    const read: number[] = []
    const counting = <Client extends object>(client: Client): Client =>
      new Proxy(client, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name)
          if (typeof value === 'object' && value !== null) return counting(value)
          if (typeof value !== 'function') return value
          return async (...args: unknown[]) => {
            const answer: unknown = await Reflect.apply(value, target, args)
            read.push(JSON.stringify(answer)?.length ?? 0)
            return answer
          }
        },
      })
    const ctx = { ...alerts.ctx, db: counting(alerts.ctx.db), instanceDb: counting(alerts.ctx.instanceDb) }
    const [view] = await readUptimes({ ctx, input: { monitorId: monitor.id } })
    expect(view?.downSeconds).toBeGreaterThan(0)
    expect(read.length).toBeGreaterThan(0)
    expect(Math.max(...read)).toBeLessThan(50_000)
  })

  it('is not known since it was last looked at, once that is long ago, and nobody is told that it works', async () => {
    const { database } = alerts.world
    const now = alerts.now().getTime()
    await plant([{ state: 'up', from: now - 7200_000, to: null }])
    const lookedAt = (minutes: number) =>
      database.monitorWatch.update({
        where: { monitorId: monitor.id },
        data: { lastCheckAt: new Date(now - minutes * minuteMs) },
      })
    const knownMinutes = async () => {
      const days = await dayBars(alerts.ctx, { teamId: alerts.teamId, monitorIds: [monitor.id], days: 2 })
      return (days.get(monitor.id) ?? []).reduce((sum, { knownMs }) => sum + knownMs / minuteMs, 0)
    }
    const shown = { monitors: [{ monitorId: monitor.id, label: 'Shop' }], description: null, enabled: true }
    await saveStatusPage({ ctx: alerts.ctx, input: { slug: 'acme', title: 'Acme', ...shown } })
    const inPublic = async () => (await readPublicPage(alerts.ctx, { slug: 'acme' }))?.services[0]?.state
    await lookedAt(3)
    expect([await knownMinutes(), await inPublic()]).toEqual([120, 'working'])
    // As it is written down once somebody looks: it was so for an interval after that.
    await lookedAt(100)
    expect([await knownMinutes(), await inPublic()]).toEqual([21, 'unknown'])
    // A period that began after that check is one of a pause or a maintenance that ended.
    await lookedAt(300)
    expect(await knownMinutes()).toBe(0)
  })

  it('is nobody else’s to see, and counts for its app', async () => {
    const now = alerts.now().getTime()
    await plant([
      { state: 'up', from: now - 4 * 3600_000, to: now - 3600_000 },
      { state: 'down', from: now - 3600_000, to: null },
    ])
    const elsewhere = alerts.world.as(await alerts.world.addTeam(), {}, { clock: alerts.ctx.clock })
    await expect(readUptimes({ ctx: elsewhere, input: { monitorId: monitor.id } })).rejects.toMatchObject({
      code: 'not_found',
    })
    await alerts.world.database.monitor.deleteMany({ where: { id: { not: monitor.id } } })
    expect(await readAppUptimes({ ctx: alerts.ctx, input: { appIds: [app.id] } })).toEqual({ [app.id]: 75 })
    expect(await readAppUptimes({ ctx: elsewhere, input: { appIds: [app.id] } })).toEqual({})
  })
})
