import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextSlot } from '@/core/monitors/schedule'
import { claimDue } from '@/services/monitors/scheduler/claim-due'
import { setMonitorsEnabled } from '@/services/monitors/set-enabled'
import { updateMonitor } from '@/services/monitors/update-monitor'
import { type ChecksWorld, createChecksWorld } from '@/tests/support/checks-world'
import { createDeployedApp } from '@/tests/support/deployed-app'
import { type Page, startPage } from '@/tests/support/page'

let checks: ChecksWorld
let page: Page
beforeEach(async () => {
  checks = await createChecksWorld()
  page = await startPage()
})
afterEach(async () => {
  await page.close()
  await checks.close()
})

const watchOf = (monitorId: string) =>
  checks.alerts.world.database.monitorWatch.findUniqueOrThrow({ where: { monitorId } })
const addMany = async (count: number, urlOf: (index: number) => string) => {
  const added = []
  for (let index = 0; index < count; index += 1) added.push(await checks.add({ url: urlOf(index) }))
  return added
}

describe('workers that share', () => {
  it('claim each monitor once, the most overdue first, and again when a claim was left behind', async () => {
    await addMany(40, (index) => page.url(`host-${index}.example`))
    const horizon = checks.alerts.now()
    const claim = (limit: number) => claimDue(checks.ctx, { horizon: checks.alerts.now(), limit })
    const shares = await Promise.all([claim(15), claim(15), claim(15)])
    const ids = shares.flat().map(({ monitorId }) => monitorId)
    expect(ids).toHaveLength(40)
    expect(new Set(ids).size).toBe(40)
    expect(await claim(40)).toEqual([])
    const until = shares[0]?.[0]?.claimedUntil ?? horizon
    checks.alerts.pass((until.getTime() - horizon.getTime()) / 1000 + 1)
    const again = await claim(40)
    expect(again).toHaveLength(40)
    expect(again.every(({ sequence }) => sequence === 2)).toBe(true)
    const { database } = checks.alerts.world
    const hours = (count: number) => new Date(horizon.getTime() - count * 3600_000)
    for (const [index, monitorId] of ids.entries()) {
      const dueAt = hours((index * 7) % 40)
      await database.monitorWatch.update({ where: { monitorId }, data: { dueAt, claimedUntil: null } })
    }
    const overdue = [...(await claim(15)), ...(await claim(15))].map(({ dueAt }) => dueAt)
    expect(overdue).toEqual(Array.from({ length: 30 }, (_, index) => hours(39 - index)))
  })

  it('check no slot twice', async () => {
    await addMany(60, (index) => page.url(`host-${index}.example`))
    const workers = [checks.worker(), checks.worker(), checks.worker()]
    for (let minute = 0; minute < 3; minute += 1) {
      for (let part = 0; part < 12; part += 1) {
        await Promise.all(workers.map((worker) => worker.tick().then(worker.idle)))
        checks.alerts.pass(5)
      }
    }
    const { database } = checks.alerts.world
    const slots = await database.monitorCheck.groupBy({ by: ['monitorId'], _count: true })
    expect(slots).toHaveLength(60)
    expect(page.asked).toHaveLength(await database.monitorCheck.count())
    // One at once, and then one for each of the minutes.
    expect(slots.every(({ _count }) => _count === 3 || _count === 4)).toBe(true)
  })

  it('refuse what one of them found out when another had taken over', async () => {
    page.answers = 'nothing'
    const monitor = await checks.add({ url: page.url(), failureThreshold: 1, timeoutMs: 60_000 })
    const [stalled, other] = [checks.worker(), checks.worker()]
    await stalled.tick()
    await page.untilWaiting(1)
    checks.alerts.pass(200)
    page.answers = 200
    await other.tick()
    await other.idle()
    expect(await watchOf(monitor.id)).toMatchObject({ state: 'up', sequence: 2 })
    page.release(1, 500)
    await stalled.idle()
    expect(await watchOf(monitor.id)).toMatchObject({ state: 'up', sequence: 2 })
    expect((await checks.outcomes(monitor.id)).filter((outcome) => outcome !== 'skipped')).toEqual(['ok'])
    expect(await checks.alerts.world.database.incident.count()).toBe(0)
  })

  it('take up what a killed one had claimed, when its claim is over', async () => {
    const monitor = await checks.add({ url: page.url(), timeoutMs: 2000 })
    const killed = checks.worker({ checker: { check: () => new Promise(() => undefined) } })
    await killed.tick()
    const other = checks.worker()
    await other.tick()
    await other.idle()
    expect(await checks.outcomes(monitor.id)).toEqual([])
    checks.alerts.pass(2 * 2 + 10 + 1)
    await other.tick()
    await other.idle()
    expect(await checks.outcomes(monitor.id)).toEqual(['ok'])
  })
})

describe('a check', () => {
  it('of a monitor that was changed meanwhile is refused', async () => {
    page.answers = 'nothing'
    const monitor = await checks.add({ url: page.url(), failureThreshold: 1, timeoutMs: 60_000 })
    const worker = checks.worker()
    await worker.tick()
    await page.untilWaiting(1)
    await updateMonitor({ ctx: checks.ctx, input: { monitorId: monitor.id, patch: { expectedStatus: '500' } } })
    page.release(1, 404)
    await worker.idle()
    expect(await checks.outcomes(monitor.id)).toEqual([])
    page.answers = 500
    await worker.tick()
    await worker.idle()
    expect(await checks.outcomes(monitor.id)).toEqual(['ok'])
  })

  it('is not made of a monitor that is paused, though it was made due a moment before', async () => {
    const monitor = await checks.add({ url: page.url() })
    const worker = checks.worker()
    await checks.next(worker)
    await setMonitorsEnabled({ ctx: checks.ctx, input: { monitorIds: [monitor.id], enabled: false } })
    const { database } = checks.alerts.world
    await database.monitorWatch.update({ where: { monitorId: monitor.id }, data: { dueAt: checks.alerts.now() } })
    page.answers = 500
    await checks.next(worker)
    expect(page.asked).toHaveLength(1)
    expect(await claimDue(checks.ctx, { horizon: checks.alerts.now(), limit: 10 })).toEqual([])
  })

  it('begins in a slot of the monitor’s own', async () => {
    const [monitor] = await addMany(1, () => page.url())
    const worker = checks.worker()
    await checks.next(worker)
    const { dueAt, lastCheckAt } = await watchOf(monitor?.id ?? '')
    expect(dueAt.getTime()).toBe(nextSlot(monitor?.id ?? '', 60, lastCheckAt?.getTime() ?? 0))
    await checks.next(worker, 3)
    expect((await watchOf(monitor?.id ?? '')).dueAt.getTime()).toBe(dueAt.getTime() + 3 * 60_000)
  })

  it('that could not be begun is recorded as skipped, and its time as not known', async () => {
    const monitor = await checks.add({ url: page.url(), failureThreshold: 1 })
    const worker = checks.worker()
    await checks.next(worker, 2)
    checks.alerts.pass(600)
    await checks.next(worker)
    expect(await checks.outcomes(monitor.id)).toEqual(['ok', 'ok', ...Array.from({ length: 9 }, () => 'skipped'), 'ok'])
    expect(await watchOf(monitor.id)).toMatchObject({ state: 'up' })
    const periods = await checks.alerts.world.database.monitorPeriod.findMany({
      where: { monitorId: monitor.id },
      orderBy: { from: 'asc' },
    })
    expect(periods.map(({ state }) => state)).toEqual(['up', 'pending', 'up'])
    expect(await checks.alerts.world.database.incident.count()).toBe(0)
  })
})

describe('at once', () => {
  it('one target is asked twenty times at most, and the others meanwhile', async () => {
    page.answers = 'nothing'
    await addMany(30, (index) => `${page.url('slow.example')}${index}`)
    await addMany(5, (index) => page.url(`host-${index}.example`))
    const worker = checks.worker()
    await worker.tick()
    await page.untilWaiting(25)
    await worker.tick()
    expect(page.asked.filter((asked) => asked.startsWith('slow.example'))).toHaveLength(20)
    expect(page.waiting()).toBe(25)
    const seen = page.asked.length
    page.release(1)
    await page.untilAsked(seen + 1)
    page.answers = 200
    page.release(100)
    await worker.idle()
    expect(page.asked).toHaveLength(35)
  })

  it('a worker asks no more than it may, and leaves to others what would wait too long', async () => {
    page.answers = 'nothing'
    const { alerts } = checks
    for (let host = 0; host < 15; host += 1) {
      for (let path = 0; path < 4; path += 1) await checks.add({ url: `${page.url(`host-${host}.example`)}${path}` })
    }
    await addMany(10, (index) => `${page.url('slow.example')}${index}`)
    const worker = checks.worker({}, { atOnce: 30, eachTarget: 2, eachTargetWaiting: 3, claimed: 70 })
    await worker.tick()
    await page.untilWaiting(30)
    await worker.tick()
    expect(page.asked).toHaveLength(30)
    page.answers = 200
    page.release(30)
    await worker.idle()
    expect(page.mostWaiting()).toBe(30)
    // Three of the slow one may wait, and two be asked; the others come when their rest is over.
    expect(page.asked.filter((asked) => asked.startsWith('slow.example')).length).toBeLessThanOrEqual(5)
    expect(new Set(page.asked).size).toBeLessThan(70)
    for (let turn = 0; turn < 5; turn += 1) {
      await worker.tick()
      await worker.idle()
      alerts.pass(6)
    }
    expect(new Set(page.asked).size).toBe(70)
  })
})

describe('while its app is being deployed', () => {
  it('a monitor is checked every few seconds, until two minutes after the end', async () => {
    const { alerts } = checks
    const later = (seconds: number) => new Date(alerts.now().getTime() + seconds * 1000)
    const app = await createDeployedApp(alerts.world.database, alerts.teamId)
    const monitor = await checks.add({ url: page.url(), appId: app.id, intervalSeconds: 60, deployIntervalSeconds: 5 })
    const other = await checks.add({ url: page.url(), intervalSeconds: 60 })
    let worker = checks.worker()
    const made = async (seconds: number) => {
      const before = [await checks.outcomes(monitor.id), await checks.outcomes(other.id)].map(({ length }) => length)
      for (let second = 0; second < seconds; second += 1) {
        await worker.hasten()
        await worker.tick()
        await worker.idle()
        alerts.pass(1)
      }
      const after = [await checks.outcomes(monitor.id), await checks.outcomes(other.id)].map(({ length }) => length)
      return after.map((count, index) => count - (before[index] ?? 0))
    }
    await made(60)
    expect(await made(60)).toEqual([1, 1])
    const deployment = await app.deploy(2, { queuedAt: later(0), liveAt: null })
    expect(await made(60)).toEqual([expect.closeTo(12, -0.31), 1])
    // Whoever is killed in the middle leaves nothing that would have to be switched back.
    worker = checks.worker()
    expect(await made(60)).toEqual([expect.closeTo(12, -0.31), 1])
    await alerts.world.database.deployment.update({
      where: { id: deployment.id },
      data: { status: 'succeeded', liveAt: alerts.now(), finishedAt: alerts.now() },
    })
    expect(await made(120)).toEqual([expect.closeTo(24, -0.31), 2])
    await made(60)
    expect(await made(120)).toEqual([2, 2])
  })
})
