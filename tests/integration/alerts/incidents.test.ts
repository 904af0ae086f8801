import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Monitor } from '@/prisma/generated/client'
import { acknowledgeIncident } from '@/services/incidents/acknowledge-incident'
import { getIncident } from '@/services/incidents/get-incident'
import { listIncidents } from '@/services/incidents/list-incidents'
import { releaseHeldAlerts } from '@/services/incidents/release-held-alerts'
import { remindOfIncidents } from '@/services/incidents/remind-of-incidents'
import { createMaintenanceWindow } from '@/services/maintenance/create-window'
import { inMaintenance } from '@/services/maintenance/in-maintenance'
import { type AlertsWorld, allEvents, createAlertsWorld, down } from '@/tests/support/alerts-world'
import { createDeployedApp } from '@/tests/support/deployed-app'
import { type HttpReceiver, startHttpReceiver } from '@/tests/support/receivers/http-receiver'
import { startSlackDouble } from '@/tests/support/receivers/slack-double'
import { type Mail, startSmtpInbox } from '@/tests/support/receivers/smtp-inbox'

let alerts: AlertsWorld
let receiver: HttpReceiver
let channelId: string
let mails: Mail[]
const open: { close(): Promise<void> }[] = []
const kept = <Server extends { close(): Promise<void> }>(server: Server): Server => {
  open.push(server)
  return server
}
beforeEach(async () => {
  const inbox = kept(await startSmtpInbox())
  alerts = kept(await createAlertsWorld({ smtpUrl: inbox.url }))
  mails = inbox.mails
  receiver = kept(await startHttpReceiver(() => ({ status: 200 })))
  channelId = (await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url, events: allEvents })).id
})
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})
const bodySchema = z.looseObject({
  type: z.string(),
  data: z.looseObject({
    incidents: z.array(z.looseObject({ id: z.string(), afterDeployment: z.string().nullable() })),
  }),
})
const bodies = () => receiver.received.map(({ body }) => bodySchema.parse(JSON.parse(body)))
const types = () => bodies().map(({ type }) => type)
const fail = (monitor: Monitor) => alerts.say(monitor, { kind: 'opened', openedAt: alerts.now(), cause: down() })
const recover = (monitor: Monitor) => alerts.say(monitor, { kind: 'resolved' })
const incidents = async () => (await listIncidents({ ctx: alerts.ctx, input: { limit: 200 } })).data
const only = async () => {
  const [incident, ...others] = await incidents()
  if (!incident || others.length > 0) throw new Error(`${others.length + 1} incidents instead of one`)
  return incident
}

describe('an incident', () => {
  it('is told when it opens and when it ends, at once where the monitor is alone on its host', async () => {
    const monitor = await alerts.addMonitor({}, [channelId])
    await fail(monitor)
    await alerts.send()
    expect(types()).toEqual(['incident.opened'])
    alerts.pass(240)
    await recover(monitor)
    await alerts.send()
    expect(types()).toEqual(['incident.opened', 'incident.resolved'])
    const incident = await only()
    expect(incident).toMatchObject({ status: 'resolved', cause: 'connection refused' })
    expect(incident.timeline.map(({ type }) => type)).toEqual(['opened', 'told', 'resolved', 'told'])
  })

  it('is one, however often it goes up and down, and is marked', async () => {
    const monitor = await alerts.addMonitor({}, [channelId])
    await fail(monitor)
    for (let turn = 0; turn < 20; turn += 1) {
      await alerts.say(monitor, { kind: 'flapping' })
      await alerts.say(monitor, { kind: 'cause_changed', cause: down() })
    }
    await fail(monitor)
    await alerts.send()
    expect(await only()).toMatchObject({ flapping: true, status: 'open' })
    expect(types()).toEqual(['incident.opened'])
    await recover(monitor)
    await recover(monitor)
    await alerts.send(1)
    expect(types()).toEqual(['incident.opened', 'incident.resolved'])
  })

  it('says what it is now when the cause changes', async () => {
    const monitor = await alerts.addMonitor({}, [channelId])
    await fail(monitor)
    await alerts.say(monitor, { kind: 'cause_changed', cause: { code: 'unexpected_status', text: 'it answered 500' } })
    const incident = await getIncident({ ctx: alerts.ctx, input: { incidentId: (await only()).id } })
    expect(incident).toMatchObject({ cause: 'it answered 500', causeCode: 'unexpected_status' })
    expect(incident.timeline.at(-1)?.text).toBe('Now it is: it answered 500')
  })

  it('is reminded of until somebody has seen it; its end is told all the same', async () => {
    const monitor = await alerts.addMonitor({ reminderMinutes: 10 }, [channelId])
    await fail(monitor)
    await alerts.send()
    const remind = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        alerts.pass(60)
        await Promise.all([remindOfIncidents(alerts.ctx), remindOfIncidents(alerts.ctx)])
        await alerts.send()
      }
    }
    await remind(21)
    expect(types()).toEqual(['incident.opened', 'incident.reminder', 'incident.reminder'])
    const { id } = await only()
    await acknowledgeIncident({ ctx: alerts.ctx, input: { incidentId: id } })
    await acknowledgeIncident({ ctx: alerts.ctx, input: { incidentId: id } })
    await remind(30)
    expect(types()).toHaveLength(3)
    await recover(monitor)
    await alerts.send(1)
    expect(types().at(-1)).toBe('incident.resolved')
    const ended = await only()
    expect(ended).toMatchObject({ status: 'resolved', acknowledgedBy: 'Ada' })
    expect(ended.timeline.filter(({ type }) => type === 'acknowledged')).toHaveLength(1)
    await expect(acknowledgeIncident({ ctx: alerts.ctx, input: { incidentId: id } })).rejects.toMatchObject({
      code: 'resolved',
    })
  })

  it('reminds nobody during maintenance', async () => {
    const monitor = await alerts.addMonitor({ reminderMinutes: 1 }, [channelId])
    await fail(monitor)
    await alerts.send()
    const endsAt = new Date(alerts.now().getTime() + 10 * 60_000)
    await createMaintenanceWindow({
      ctx: alerts.ctx,
      input: {
        name: 'Move',
        monitorIds: [monitor.id],
        startsAt: alerts.now().toISOString(),
        endsAt: endsAt.toISOString(),
      },
    })
    for (let minute = 0; minute < 9; minute += 1) {
      alerts.pass(60)
      await remindOfIncidents(alerts.ctx)
      await alerts.send()
    }
    expect(types()).toEqual(['incident.opened'])
    alerts.pass(120)
    await remindOfIncidents(alerts.ctx)
    await alerts.send()
    expect(types()).toEqual(['incident.opened', 'incident.reminder'])
  })

  it('keeps its mails in one thread', async () => {
    const mail = await alerts.addChannel({ type: 'email', name: 'mail', to: ['ada@example.com'], events: allEvents })
    const monitor = await alerts.addMonitor({ reminderMinutes: 1 }, [mail.id])
    await fail(monitor)
    await alerts.send()
    alerts.pass(61)
    await remindOfIncidents(alerts.ctx)
    await alerts.send()
    await recover(monitor)
    await alerts.send(1)
    const [first, ...later] = mails.map(({ headers }) => headers)
    expect(later).toHaveLength(2)
    expect(first?.has('in-reply-to')).toBe(false)
    for (const headers of later) {
      expect(headers.get('in-reply-to')).toBe(first?.get('message-id'))
      expect(headers.get('subject')).toBe(first?.get('subject'))
      expect(headers.get('message-id')).not.toBe(first?.get('message-id'))
    }
  })
})

describe('fifty monitors of one host that fail within a minute', () => {
  it('make one message a channel, and one when they are back', async () => {
    const slack = kept(await startSlackDouble({ perSecond: 1000 }))
    const ops = await alerts.addChannel({ type: 'slack', name: 'ops', url: slack.url })
    const monitors: Monitor[] = []
    for (let index = 0; index < 50; index += 1) {
      const url = `https://www.example.com/${index}`
      monitors.push(await alerts.addMonitor({ url, name: `Page ${index}` }, [channelId, ops.id]))
    }
    const elsewhere = await alerts.addMonitor({ url: 'https://other.example.com/' }, [channelId])
    const { database } = alerts.world
    alerts.pass(30)
    const beganAt = alerts.now()
    await database.monitorWatch.updateMany({ data: { lastCheckAt: new Date(beganAt.getTime() - 20_000) } })
    await database.monitorWatch.updateMany({ data: { dueAt: new Date(beganAt.getTime() + 40_000) } })
    for (const [index, monitor] of monitors.entries()) {
      await fail(monitor)
      if (index % 10 === 9) await alerts.send(10)
      if (index > 0) continue
      await alerts.send()
      const hastened = await database.monitorWatch.findMany({ where: { dueAt: { lte: alerts.now() } } })
      expect(hastened).toHaveLength(49)
      expect(hastened.some(({ monitorId }) => monitorId === elsewhere.id)).toBe(false)
    }
    await alerts.send(15)
    expect(types()).toEqual(['incident.opened'])
    expect(bodies()[0]?.data.incidents).toHaveLength(50)
    expect(slack.messages.map(({ text }) => text)).toEqual(['🔴 50 monitors are down'])
    alerts.pass(300)
    for (const [index, monitor] of monitors.entries()) {
      await recover(monitor)
      if (index % 10 === 9) await alerts.send(5)
    }
    await alerts.send(15)
    expect(types()).toEqual(['incident.opened', 'incident.resolved'])
    expect(bodies()[1]?.data.incidents).toHaveLength(50)
    expect(slack.messages.map(({ text }) => text)[1]).toBe('🟢 50 monitors are up again')
  })

  it('are told after a minute, though one of them is never judged', async () => {
    const url = 'https://www.example.com/'
    const monitor = await alerts.addMonitor({ url }, [channelId])
    await alerts.addMonitor({ url }, [channelId])
    await fail(monitor)
    await alerts.send(58)
    expect(types()).toEqual([])
    await alerts.send(4)
    expect(types()).toEqual(['incident.opened'])
  })

  it('lose none where they open at the same moment', async () => {
    const monitors = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        alerts.addMonitor({ url: `https://www.example.com/${index}` }, [channelId]),
      ),
    )
    await Promise.all(monitors.map(fail))
    await alerts.send(10)
    expect(types()).toEqual(['incident.opened'])
    expect(new Set(bodies()[0]?.data.incidents.map(({ id }) => id)).size).toBe(12)
  })
})

describe('the deployment of an incident', () => {
  const later = (seconds: number) => new Date(alerts.now().getTime() + seconds * 1000)

  it('is the one that had last gone live, with its distance', async () => {
    const app = await createDeployedApp(alerts.world.database, alerts.teamId)
    await app.deploy(1, { queuedAt: later(-900), liveAt: later(-890) })
    const last = await app.deploy(2, { queuedAt: later(-80), liveAt: later(-74) })
    const monitor = await alerts.addMonitor({ appId: app.id }, [channelId])
    await fail(monitor)
    await alerts.send()
    expect(await only()).toMatchObject({
      deploymentId: last.id,
      deployment: { release: 2, words: 'opened 74 s after v2 went live' },
    })
    expect(bodies()[0]?.data.incidents[0]?.afterDeployment).toBe('opened 74 s after v2 went live')
    const text = receiver.received[0]?.body ?? ''
    expect(text).toContain(`http://localhost:3000/incidents/${(await only()).id}/roll-back?token=`)
  })

  it('holds its alerts where the app says so; what recovers is told to nobody', async () => {
    const app = await createDeployedApp(alerts.world.database, alerts.teamId, { holdWhileDeploying: true })
    const running = await app.deploy(2, { queuedAt: later(-10), liveAt: null })
    const monitor = await alerts.addMonitor({ appId: app.id }, [channelId])
    await fail(monitor)
    await releaseHeldAlerts(alerts.ctx)
    await alerts.send(60)
    expect((await only()).heldUntil).not.toBeNull()
    await alerts.world.database.deployment.update({
      where: { id: running.id },
      data: { status: 'rolled_back', finishedAt: alerts.now() },
    })
    await releaseHeldAlerts(alerts.ctx)
    alerts.pass(5)
    await recover(monitor)
    await releaseHeldAlerts(alerts.ctx)
    await alerts.send(60)
    expect(types()).toEqual([])
    expect((await only()).timeline.map(({ type }) => type)).toEqual(['opened', 'held', 'resolved'])
  })

  it('tells what is still down after it, and what it held for ten minutes', async () => {
    const app = await createDeployedApp(alerts.world.database, alerts.teamId, { holdWhileDeploying: true })
    const running = await app.deploy(2, { queuedAt: later(-10), liveAt: null })
    const [ended, stuck] = [
      await alerts.addMonitor({ appId: app.id }, [channelId]),
      await alerts.addMonitor({ appId: app.id }, [channelId]),
    ]
    await fail(ended)
    alerts.pass(20)
    await alerts.world.database.deployment.update({
      where: { id: running.id },
      data: { status: 'succeeded', liveAt: alerts.now(), finishedAt: alerts.now() },
    })
    alerts.pass(5)
    await releaseHeldAlerts(alerts.ctx)
    await alerts.send()
    expect(types()).toEqual([])
    await alerts.say(ended, { kind: 'cause_changed', cause: down('it answered 500') })
    await releaseHeldAlerts(alerts.ctx)
    await alerts.send()
    expect(types()).toEqual(['incident.opened'])
    await app.deploy(2, { queuedAt: later(0), liveAt: null })
    await fail(stuck)
    alerts.pass(599)
    await releaseHeldAlerts(alerts.ctx)
    await alerts.send()
    expect(types()).toHaveLength(1)
    alerts.pass(1)
    await releaseHeldAlerts(alerts.ctx)
    await alerts.send()
    expect(types()).toHaveLength(2)
  })
})

describe('maintenance', () => {
  const at = (text: string) => new Date(`2026-09-${text}Z`)

  it('lasts from its start to its end, once', async () => {
    const monitor = await alerts.addMonitor()
    const input = {
      name: 'Move',
      monitorIds: [monitor.id],
      startsAt: '2026-09-04T01:00:00Z',
      endsAt: '2026-09-04T02:00:00Z',
    }
    await createMaintenanceWindow({ ctx: alerts.ctx, input })
    const quiet = async (text: string) => (await inMaintenance(alerts.ctx, [monitor.id], at(text))).get(monitor.id)
    expect(await quiet('04T00:59:59')).toBeUndefined()
    expect(await quiet('04T01:00:00')).toEqual(at('04T02:00:00'))
    expect(await quiet('04T01:59:59')).toEqual(at('04T02:00:00'))
    expect(await quiet('04T02:00:00')).toBeUndefined()
  })

  it('comes again by the clocks of its zone', async () => {
    const monitor = await alerts.addMonitor()
    const times = { cron: '0 3 * * 5', timezone: 'Europe/Berlin', durationMinutes: 90 }
    const made = await createMaintenanceWindow({
      ctx: alerts.ctx,
      input: { name: 'Nightly', monitorIds: [monitor.id], ...times },
    })
    expect(made).toMatchObject({
      active: false,
      next: { from: '2026-09-04T01:00:00.000Z', to: '2026-09-04T02:30:00.000Z' },
    })
    const quiet = async (text: string) => (await inMaintenance(alerts.ctx, [monitor.id], at(text))).has(monitor.id)
    expect(await quiet('04T01:00:00')).toBe(true)
    expect(await quiet('04T02:29:59')).toBe(true)
    expect(await quiet('04T02:30:00')).toBe(false)
    expect(await quiet('11T01:30:00')).toBe(true)
  })

  it('refuses a schedule that is none, and monitors of others', async () => {
    const monitor = await alerts.addMonitor()
    const times = { cron: 'soon', timezone: 'UTC', durationMinutes: 90 }
    const bad = createMaintenanceWindow({ ctx: alerts.ctx, input: { name: 'x', monitorIds: [monitor.id], ...times } })
    await expect(bad).rejects.toMatchObject({ kind: 'invalid', fields: [{ path: 'cron' }] })
    const foreign = alerts.world.as(await alerts.world.addTeam())
    const input = { name: 'x', monitorIds: [monitor.id], cron: '0 3 * * *', timezone: 'UTC', durationMinutes: 9 }
    await expect(createMaintenanceWindow({ ctx: foreign, input })).rejects.toMatchObject({
      fields: [{ path: 'monitorIds.0' }],
    })
  })
})
