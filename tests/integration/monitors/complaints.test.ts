import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { listIncidents } from '@/services/incidents/list-incidents'
import { createMaintenanceWindow } from '@/services/maintenance/create-window'
import { listChecks } from '@/services/monitors/list-checks'
import { readUptime } from '@/services/monitors/read-uptime'
import type { Scheduler } from '@/services/monitors/scheduler/create-scheduler'
import { type ChecksWorld, createChecksWorld } from '@/tests/support/checks-world'
import { type Page, startPage } from '@/tests/support/page'
import { type HttpReceiver, startHttpReceiver } from '@/tests/support/receivers/http-receiver'

let checks: ChecksWorld
let page: Page
let receiver: HttpReceiver
let worker: Scheduler
let channelIds: string[]
beforeEach(async () => {
  checks = await createChecksWorld()
  page = await startPage()
  receiver = await startHttpReceiver(() => ({ status: 200 }))
  channelIds = [(await checks.alerts.addPager(receiver)).id]
  worker = checks.worker()
})
afterEach(async () => {
  await receiver.close()
  await page.close()
  await checks.close()
})

const bodySchema = z.looseObject({ type: z.string(), data: z.looseObject({ incidents: z.array(z.unknown()) }) })
const told = () => receiver.received.map(({ body }) => bodySchema.parse(JSON.parse(body)))
const types = () => told().map(({ type }) => type)
const incidents = async () => (await listIncidents({ ctx: checks.ctx, input: { limit: 200 } })).data
const uptimeOf = (monitorId: string, window: '24h' | '7d') =>
  readUptime({ ctx: checks.ctx, input: { monitorId, window } })
const quiet = (monitorIds: string[], fromSeconds: number, toSeconds: number) => {
  const at = (seconds: number) => new Date(checks.alerts.now().getTime() + seconds * 1000).toISOString()
  const input = { name: 'Move', monitorIds, startsAt: at(fromSeconds), endsAt: at(toSeconds) }
  return createMaintenanceWindow({ ctx: checks.ctx, input })
}

/** One failure is none yet; the second makes one that began with the first of the two. */
const expectOutageFromNowOn = async () => {
  const from = checks.alerts.now().toISOString()
  await checks.next(worker)
  expect(await incidents()).toEqual([])
  await checks.next(worker)
  const [incident] = await incidents()
  expect(incident?.status).toBe('open')
  expect(incident && incident.openedAt >= from).toBe(true)
}

describe('one failure that recovers', () => {
  it('tells nobody and takes nothing from the uptime, but is there to be seen', async () => {
    const monitor = await checks.add({ url: page.url(), channelIds })
    await checks.next(worker, 5)
    page.answers = 503
    await checks.next(worker)
    page.answers = 200
    await checks.during(worker, 600)
    expect(types()).toEqual([])
    expect(await incidents()).toEqual([])
    expect((await uptimeOf(monitor.id, '24h')).uptimePercent).toBe(100)
    const { data } = await listChecks({ ctx: checks.ctx, input: { monitorId: monitor.id, limit: 200 } })
    expect(data.filter(({ ok }) => ok === false)).toMatchObject([{ statusCode: 503, error: '503 instead of 200-299' }])
  })

  it('is looked at again within fifteen seconds', async () => {
    const monitor = await checks.add({ url: page.url(), intervalSeconds: 300 })
    await checks.next(worker)
    page.answers = 503
    await checks.next(worker)
    const { dueAt, lastCheckAt } = await checks.alerts.world.database.monitorWatch.findUniqueOrThrow({
      where: { monitorId: monitor.id },
    })
    expect(dueAt.getTime() - (lastCheckAt?.getTime() ?? 0)).toBeLessThanOrEqual(15_000)
  })
})

describe('twenty failures and recoveries in turn', () => {
  it('are exactly one incident, marked, and one message each way', async () => {
    await checks.add({ url: page.url(), channelIds })
    await checks.next(worker, 3)
    for (let turn = 0; turn < 20; turn += 1) {
      page.answers = 500
      await checks.next(worker)
      page.answers = 200
      await checks.next(worker)
    }
    expect(await incidents()).toMatchObject([{ status: 'open', flapping: true }])
    await checks.during(worker, 3600)
    expect(await incidents()).toMatchObject([{ status: 'resolved', flapping: true }])
    expect(types()).toEqual(['incident.opened', 'incident.resolved'])
  })

  it('are one where each lasts long enough to be an outage of its own', async () => {
    await checks.add({ url: page.url(), channelIds })
    await checks.next(worker, 3)
    for (let turn = 0; turn < 20; turn += 1) {
      page.answers = 500
      await checks.next(worker, 2)
      page.answers = 200
      await checks.next(worker)
    }
    await checks.during(worker, 3600)
    expect(await incidents()).toMatchObject([{ status: 'resolved', flapping: true }])
    expect(types().length).toBeLessThanOrEqual(6)
  })
})

describe('maintenance', () => {
  const breakDown = async () => {
    const monitor = await checks.add({ url: page.url(), channelIds })
    await checks.next(worker, 3)
    page.answers = 500
    await checks.during(worker, 180)
    expect(types()).toEqual(['incident.opened'])
    return monitor
  }

  it('that it was down before and is up after tells of one end', async () => {
    const monitor = await breakDown()
    await quiet([monitor.id], 60, 660)
    await checks.during(worker, 300)
    page.answers = 200
    await checks.during(worker, 300)
    expect(types()).toEqual(['incident.opened'])
    await checks.during(worker, 600)
    expect(types()).toEqual(['incident.opened', 'incident.resolved'])
    expect(await incidents()).toMatchObject([{ status: 'resolved' }])
  })

  it('that it is down before and after tells nothing new', async () => {
    const monitor = await breakDown()
    await quiet([monitor.id], 60, 660)
    await checks.during(worker, 1800)
    expect(types()).toEqual(['incident.opened'])
    expect(await incidents()).toMatchObject([{ status: 'open' }])
  })

  it('that it is down in tells nothing and takes nothing from the uptime', async () => {
    const monitor = await checks.add({ url: page.url(), channelIds })
    await checks.next(worker, 3)
    await quiet([monitor.id], 60, 660)
    await checks.during(worker, 120)
    page.answers = 500
    await checks.during(worker, 480)
    page.answers = 200
    await checks.during(worker, 600)
    expect(types()).toEqual([])
    expect(await incidents()).toEqual([])
    expect((await uptimeOf(monitor.id, '24h')).uptimePercent).toBe(100)
    expect((await checks.outcomes(monitor.id)).filter((outcome) => outcome === 'failed').length).toBeGreaterThan(5)
  })

  it('that it fails once before and once after makes no outage; one that follows begins after', async () => {
    const monitor = await checks.add({ url: page.url(), channelIds })
    await checks.next(worker, 3)
    page.answers = 500
    await checks.next(worker)
    await quiet([monitor.id], 0, 570)
    await checks.during(worker, 570)
    await expectOutageFromNowOn()
  })

  it('that it was asked in and gave no answer until after makes no outage', async () => {
    const monitor = await checks.add({ url: page.url(), channelIds, failureThreshold: 1 })
    await checks.next(worker, 3)
    await quiet([monitor.id], 0, 90)
    page.answers = 'nothing'
    const asked = page.asked.length
    const { dueAt } = await checks.alerts.world.database.monitorWatch.findUniqueOrThrow({
      where: { monitorId: monitor.id },
    })
    checks.alerts.pass(Math.max(0, dueAt.getTime() - checks.alerts.now().getTime()) / 1000)
    await worker.tick()
    await page.untilAsked(asked + 1)
    checks.alerts.pass(90)
    page.release(1, 503)
    await worker.idle()
    expect((await checks.outcomes(monitor.id)).at(-1)).toBe('failed')
    expect(await incidents()).toEqual([])
  })

  it('that it fails first in, and then after, tells when it is over', async () => {
    const monitor = await checks.add({ url: page.url(), channelIds })
    await checks.next(worker, 3)
    await quiet([monitor.id], 60, 660)
    await checks.during(worker, 120)
    page.answers = 500
    await checks.during(worker, 530)
    expect(types()).toEqual([])
    await checks.during(worker, 300)
    expect(types()).toEqual(['incident.opened'])
  })
})

describe('a time in which nobody looked', () => {
  it('adds no failure before it to those after it', async () => {
    await checks.add({ url: page.url(), channelIds })
    await checks.next(worker, 3)
    page.answers = 500
    await checks.next(worker)
    checks.alerts.pass(7200)
    await expectOutageFromNowOn()
  })
})

describe('monitors that fail within a minute', () => {
  it('are one message, and one when they are back: fifty of one host', async () => {
    for (let index = 0; index < 50; index += 1) await checks.add({ url: `${page.url()}${index}`, channelIds })
    await checks.during(worker, 120)
    page.answers = 500
    await seconds(150)
    await expectOneEachWay(50)
  })

  it('are one message, and one when they are back: each of another host', async () => {
    for (let index = 0; index < 12; index += 1) await checks.add({ url: page.url(`host-${index}.example`), channelIds })
    await checks.during(worker, 120)
    page.answers = 500
    // Three of them notice at once; the others would be looked at within the minute.
    const { database } = checks.alerts.world
    const some = await database.monitor.findMany({ take: 3 })
    const monitorId = { in: some.map(({ id }) => id) }
    await database.monitorWatch.updateMany({ where: { monitorId }, data: { dueAt: checks.alerts.now() } })
    await seconds(90)
    await expectOneEachWay(12)
  })

  const expectOneEachWay = async (count: number) => {
    expect(types()).toEqual(['incident.opened'])
    expect(told()[0]?.data.incidents).toHaveLength(count)
    page.answers = 200
    await seconds(150)
    expect(types()).toEqual(['incident.opened', 'incident.resolved'])
    expect(told()[1]?.data.incidents).toHaveLength(count)
  }

  /** Second by second, as a worker does: what is sent depends on what is checked meanwhile, and the other way round. */
  const seconds = async (count: number) => {
    for (let second = 0; second < count; second += 1) {
      await worker.tick()
      await worker.idle()
      await checks.alerts.send()
      checks.alerts.pass(1)
    }
  }
})

describe('the same outage', () => {
  it('takes the same from the uptime, whether it is checked every 5 or every 60 seconds', async () => {
    const every = [5, 60] as const
    const monitors = []
    for (const intervalSeconds of every) monitors.push(await checks.add({ url: page.url(), intervalSeconds }))
    const { database } = checks.alerts.world
    await checks.next(worker, 4)
    const weekAgo = new Date(checks.alerts.now().getTime() - 7 * 24 * 3600 * 1000)
    await database.monitorPeriod.updateMany({ where: { state: 'up' }, data: { from: weekAgo } })
    await checks.during(worker, 300)
    page.answers = 500
    await checks.during(worker, 600)
    page.answers = 200
    await checks.during(worker, 300)
    const [often, usual] = await Promise.all(monitors.map(({ id }) => uptimeOf(id, '7d')))
    expect(often?.downSeconds).toBeGreaterThan(590)
    expect(Math.abs((often?.downSeconds ?? 0) - (usual?.downSeconds ?? 0))).toBeLessThanOrEqual(60)
    expect(Math.abs((often?.uptimePercent ?? 0) - (usual?.uptimePercent ?? 0))).toBeLessThan(0.01)
  })
})
