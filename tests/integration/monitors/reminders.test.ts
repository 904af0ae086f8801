import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acknowledgeIncident } from '@/services/incidents/acknowledge-incident'
import { listIncidents } from '@/services/incidents/list-incidents'
import { remindOfIncidents } from '@/services/incidents/remind-of-incidents'
import type { Scheduler } from '@/services/monitors/scheduler/create-scheduler'
import { updateMonitor } from '@/services/monitors/update-monitor'
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

const types = (): string[] => receiver.received.map(({ body }) => JSON.parse(body).type)
const incidents = async () => (await listIncidents({ ctx: checks.ctx, input: { limit: 200 } })).data

describe('somebody who has seen it', () => {
  it('is reminded no more, while checks go on and the end is told', async () => {
    const monitor = await checks.add({ url: page.url(), channelIds, reminderMinutes: 10 })
    await checks.next(worker, 3)
    page.answers = 500
    const minutes = async (count: number) => {
      for (let minute = 0; minute < count; minute += 1) {
        await checks.during(worker, 60)
        await remindOfIncidents(checks.alerts.ctx)
        await checks.alerts.send()
      }
    }
    await minutes(15)
    expect(types()).toEqual(['incident.opened', 'incident.reminder'])
    const [incident] = await incidents()
    await acknowledgeIncident({ ctx: checks.ctx, input: { incidentId: incident?.id ?? '' } })
    const before = (await checks.outcomes(monitor.id)).length
    await minutes(30)
    expect(types()).toHaveLength(2)
    expect((await checks.outcomes(monitor.id)).length - before).toBe(30)
    page.answers = 200
    await minutes(2)
    expect(types()).toEqual(['incident.opened', 'incident.reminder', 'incident.resolved'])
    expect(await incidents()).toMatchObject([{ status: 'resolved', acknowledgedBy: 'Ada' }])
  })
})

describe('somebody who wants other reminders while it lasts', () => {
  it('is reminded as they say now, and no more where they want none', async () => {
    const monitor = await checks.add({ url: page.url(), channelIds })
    await checks.next(worker, 3)
    page.answers = 500
    await checks.next(worker, 3)
    const remindEvery = (reminderMinutes: number | null) =>
      updateMonitor({ ctx: checks.ctx, input: { monitorId: monitor.id, patch: { reminderMinutes } } })
    const remindersIn = async (minutes: number) => {
      const before = types().length
      for (let minute = 0; minute < minutes; minute += 1) {
        checks.alerts.pass(60)
        await remindOfIncidents(checks.alerts.ctx)
        await checks.alerts.send()
      }
      return types().length - before
    }
    expect(await remindersIn(20)).toBe(0)
    await remindEvery(10)
    expect(await remindersIn(9)).toBe(0)
    expect(await remindersIn(1)).toBe(1)
    await remindEvery(null)
    expect(await remindersIn(30)).toBe(0)
  })
})
