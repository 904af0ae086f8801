import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { acknowledgeIncident } from '@/services/incidents/acknowledge-incident'
import { getIncident } from '@/services/incidents/get-incident'
import { remindOfIncidents } from '@/services/incidents/remind-of-incidents'
import { createMaintenanceWindow } from '@/services/maintenance/create-window'
import { inMaintenance } from '@/services/maintenance/in-maintenance'
import { deleteMonitor } from '@/services/monitors/delete-monitor'
import { setMonitorsEnabled } from '@/services/monitors/set-enabled'
import { allEvents, down } from '@/tests/support/alerts-world'
import { createDeployedApp } from '@/tests/support/deployed-app'
import { createIncidentWorld, type IncidentWorld } from '@/tests/support/incident-world'

let world: IncidentWorld
let alerts: IncidentWorld['alerts']
let receiver: IncidentWorld['receiver']
let channelId: IncidentWorld['channelId']
let mails: IncidentWorld['mails']
let bodies: IncidentWorld['bodies']
let types: IncidentWorld['types']
let fail: IncidentWorld['fail']
let recover: IncidentWorld['recover']
let incidents: IncidentWorld['incidents']
let only: IncidentWorld['only']
beforeEach(async () => {
  world = await createIncidentWorld()
  ;({ alerts, receiver, channelId, mails, bodies, types, fail, recover, incidents, only } = world)
})
afterEach(() => world.close())

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

  it('is not told as over when its monitor is paused or deleted, and not taken up again after', async () => {
    const [paused, deleted] = [await alerts.addMonitor({}, [channelId]), await alerts.addMonitor({}, [channelId])]
    for (const monitor of [paused, deleted]) {
      await fail(monitor)
      await alerts.send(50)
    }
    await setMonitorsEnabled({ ctx: alerts.ctx, input: { monitorIds: [paused.id], enabled: false } })
    await deleteMonitor({ ctx: alerts.ctx, input: { monitorId: deleted.id } })
    await alerts.send(6)
    expect(types()).toEqual(['incident.opened', 'incident.opened', 'incident.resolved'])
    expect(bodies()[2]?.data.incidents).toMatchObject([{ unwatched: true }, { unwatched: true }])
    expect(await only()).toMatchObject({ status: 'resolved', unwatched: true, monitorId: paused.id })
    expect((await only()).timeline.map(({ text }) => text)).toContain('Ended: its monitor is not watched any more.')
    await setMonitorsEnabled({ ctx: alerts.ctx, input: { monitorIds: [paused.id], enabled: true } })
    await alerts.say(paused, { kind: 'opened', openedAt: alerts.now(), cause: down(), reopenWithinMs: 600_000 })
    expect((await incidents()).map(({ flapping }) => flapping)).toEqual([false, false])
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
