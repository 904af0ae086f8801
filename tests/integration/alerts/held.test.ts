import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Check } from '@/core/monitors/check'
import { releaseHeldAlerts } from '@/services/incidents/release-held-alerts'
import { createMaintenanceWindow } from '@/services/maintenance/create-window'
import { down } from '@/tests/support/alerts-world'
import { createDeployedApp } from '@/tests/support/deployed-app'
import { createIncidentWorld, type IncidentWorld } from '@/tests/support/incident-world'

let world: IncidentWorld
let alerts: IncidentWorld['alerts']
let channelId: IncidentWorld['channelId']
let types: IncidentWorld['types']
let fail: IncidentWorld['fail']
let recover: IncidentWorld['recover']
let only: IncidentWorld['only']
beforeEach(async () => {
  world = await createIncidentWorld()
  ;({ alerts, channelId, types, fail, recover, only } = world)
})
afterEach(() => world.close())

const later = (seconds: number) => new Date(alerts.now().getTime() + seconds * 1000)
const good = {
  at: '2026-09-03T12:00:00Z',
  outcome: 'ok',
  statusCode: 200,
  code: null,
  error: null,
  phases: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 1 },
  tlsExpiresAt: null,
} satisfies Check

describe('an incident that is held while its app is being deployed', () => {
  it('that recovers meanwhile is told to nobody', async () => {
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

  it('is told when it is still down after it, or was held for ten minutes', async () => {
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

  it('is told to nobody in maintenance, nor after it before a check counts again', async () => {
    const app = await createDeployedApp(alerts.world.database, alerts.teamId, { holdWhileDeploying: true })
    const running = await app.deploy(2, { queuedAt: later(-10), liveAt: null })
    const monitor = await alerts.addMonitor({ appId: app.id }, [channelId])
    await fail(monitor)
    const { database } = alerts.world
    const of = { monitorIds: [monitor.id], startsAt: later(1).toISOString(), endsAt: later(1000).toISOString() }
    await createMaintenanceWindow({ ctx: alerts.ctx, input: { name: 'It goes badly', ...of } })
    alerts.pass(2)
    const ended = { status: 'rolled_back' as const, finishedAt: alerts.now() }
    await database.deployment.update({ where: { id: running.id }, data: ended })
    const expectSilence = async () => {
      await releaseHeldAlerts(alerts.ctx)
      await alerts.send()
      expect(types()).toEqual([])
    }
    const check = (inMaintenance: boolean) =>
      database.monitorWatch.update({
        where: { monitorId: monitor.id },
        data: { lastCheckAt: alerts.now(), lastCheck: { ...good, inMaintenance } },
      })
    alerts.pass(60)
    await check(true)
    await expectSilence()
    alerts.pass(600)
    await expectSilence()
    alerts.pass(400)
    await expectSilence()
    await check(false)
    await releaseHeldAlerts(alerts.ctx)
    await alerts.send()
    expect(types()).toEqual(['incident.opened'])
  })
})
