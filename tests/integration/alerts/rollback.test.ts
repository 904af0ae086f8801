import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/core/access/actor'
import { jobs } from '@/core/jobs/definitions'
import type { Deployment, Monitor } from '@/prisma/generated/client'
import { writeStatusEvent } from '@/services/deployments/status-event'
import { listIncidents } from '@/services/incidents/list-incidents'
import { openRollbackLink } from '@/services/incidents/open-rollback-link'
import { rollBack } from '@/services/incidents/roll-back'
import { rollBackByItself } from '@/services/incidents/roll-back-by-itself'
import { rollbackToken } from '@/services/incidents/rollback-link'
import { type AlertsWorld, allEvents, createAlertsWorld, down } from '@/tests/support/alerts-world'
import { createDeployedApp, type DeployedApp } from '@/tests/support/deployed-app'
import { startHttpReceiver } from '@/tests/support/receivers/http-receiver'

let alerts: AlertsWorld
let app: DeployedApp
let monitor: Monitor
let last: Deployment

const ago = (seconds: number) => new Date(alerts.now().getTime() - seconds * 1000)

/** An app whose v2 went live 74 seconds ago, and a monitor that was in this state before that. */
const scene = async (rollbackWithinMinutes: number | null, stateBefore = 'up') => {
  app = await createDeployedApp(alerts.world.database, alerts.teamId, {
    ...(rollbackWithinMinutes === null ? {} : { rollbackWithinMinutes }),
  })
  await app.deploy(1, { queuedAt: ago(9000), liveAt: ago(8990) })
  last = await app.deploy(2, { queuedAt: ago(80), liveAt: ago(74) })
  monitor = await alerts.addMonitor({ appId: app.id })
  await alerts.world.database.monitorPeriod.create({
    data: { teamId: alerts.teamId, monitorId: monitor.id, state: stateBefore, from: ago(8000), to: null },
  })
}
const fail = (one = monitor) => alerts.say(one, { kind: 'opened', openedAt: alerts.now(), cause: down() })
const incidents = async () => (await listIncidents({ ctx: alerts.ctx, input: { limit: 10 } })).data
const only = async () => {
  const [incident] = await incidents()
  if (!incident) throw new Error('there is no incident')
  return incident
}
/** What the worker does with the jobs that were written. */
const work = async () => {
  const rows = await alerts.world.database.outbox.findMany({ where: { topic: 'roll-back-incident' } })
  const ctx = { ...alerts.ctx, actor: systemActor(alerts.teamId) }
  for (const { payload } of rows) {
    await rollBackByItself({ ctx, input: jobs['roll-back-incident'].payload.parse(payload) })
  }
  return rows.length
}
const rollbacks = () => alerts.world.database.deployment.findMany({ where: { trigger: 'auto_rollback' } })

beforeEach(async () => {
  alerts = await createAlertsWorld()
})
afterEach(() => alerts.close())

describe('an incident soon after a deployment', () => {
  it('goes back by itself, once, and says so', async () => {
    await scene(2)
    const other = await alerts.addMonitor({ appId: app.id })
    await alerts.world.database.monitorPeriod.create({
      data: { teamId: alerts.teamId, monitorId: other.id, state: 'up', from: ago(8000), to: null },
    })
    await fail()
    await fail(other)
    expect(await work()).toBe(2)
    await work()
    const [rollback, ...more] = await rollbacks()
    expect(more).toEqual([])
    expect(rollback).toMatchObject({ requestedReleaseId: app.releases.get(1), actorName: 'Gapless' })
    expect(rollback?.reason).toContain('is down since v2')
    const found = await incidents()
    expect(found.filter(({ rollbackId }) => rollbackId === rollback?.id)).toHaveLength(1)
    const [acted] = found.filter(({ rollbackId }) => rollbackId !== null)
    expect(acted?.timeline.map(({ text }) => text)).toContain('Gapless went back to v1 (deployment 3).')
  })

  it('writes into its timeline how the way back ended', async () => {
    await scene(2)
    await fail()
    await work()
    const [rollback] = await rollbacks()
    await alerts.world.database.$transaction(async (tx) => {
      const ended = await tx.deployment.update({
        where: { id: rollback?.id ?? '' },
        data: { status: 'succeeded', finishedAt: alerts.now() },
      })
      await writeStatusEvent(tx, ended)
    })
    expect((await only()).timeline.at(-1)?.text).toBe('The rollback is live.')
  })

  it('is another than the one that had just ended, where a deployment came between', async () => {
    await scene(2)
    const again = { kind: 'opened' as const, cause: down(), reopenWithinMs: 600_000 }
    await alerts.say(monitor, { ...again, openedAt: alerts.now() })
    await alerts.say(monitor, { kind: 'resolved' })
    alerts.pass(30)
    await alerts.say(monitor, { ...again, openedAt: alerts.now() })
    expect(await only()).toMatchObject({ deploymentId: last.id, flapping: true })
    await alerts.say(monitor, { kind: 'resolved' })
    const next = await app.deploy(2, { queuedAt: ago(20), liveAt: ago(10) })
    await alerts.say(monitor, { ...again, openedAt: alerts.now() })
    expect(await incidents()).toHaveLength(2)
    expect(await only()).toMatchObject({ deploymentId: next.id, deployment: { number: 3 }, flapping: false })
    // The first asked twice: when it opened and when it opened again.
    expect(await work()).toBe(3)
    expect(await rollbacks()).toMatchObject([{ requestedReleaseId: app.releases.get(1) }])
  })

  it('does nothing about a certificate that ends', async () => {
    await scene(2)
    const cause = { code: 'tls_expires_soon', text: 'the certificate expires in 6 days' }
    await alerts.say(monitor, { kind: 'opened', openedAt: alerts.now(), cause })
    expect(await work()).toBe(0)
  })

  it.each([
    ['the app does not want it', null],
    ['too much time has passed', 1],
  ])('does nothing where %s', async (_, minutes) => {
    await scene(minutes)
    await fail()
    expect(await work()).toBe(0)
  })

  it.each([
    ['the monitor was not up before', async () => scene(2, 'down'), 'not up before'],
    [
      'the release before has been cleaned up',
      async () => {
        await scene(2)
        await alerts.world.database.release.updateMany({ where: { number: 1 }, data: { retiredAt: alerts.now() } })
      },
      'cleaned up',
    ],
    [
      'a newer deployment is on its way',
      async () => {
        await scene(2)
        await app.deploy(2, { queuedAt: ago(1), liveAt: null })
      },
      'Deployment 3 came after it',
    ],
    [
      'that deployment was a way back itself',
      async () => {
        await scene(2)
        await alerts.world.database.deployment.update({ where: { id: last.id }, data: { trigger: 'auto_rollback' } })
      },
      'itself a way back',
    ],
  ])('does not go back where %s, and says why', async (_, prepare, why) => {
    await prepare()
    const before = (await rollbacks()).length
    await fail()
    expect(await work()).toBe(1)
    expect(await rollbacks()).toHaveLength(before)
    expect((await only()).timeline.at(-1)?.text).toContain(why)
  })
})

describe('the rollback link of an alert', () => {
  const link = async () => {
    await scene(null)
    await fail()
    const incidentId = (await only()).id
    return { incidentId, token: rollbackToken(alerts.ctx, incidentId) }
  }

  it('says what it would do and does nothing until the button is pressed', async () => {
    const input = await link()
    const offer = await openRollbackLink({ ctx: alerts.ctx, input })
    expect(offer).toMatchObject({
      target: { possible: true, from: { number: 2 }, to: { number: 1 } },
      rollbackId: null,
      refusal: null,
    })
    expect(await alerts.world.database.deployment.count()).toBe(2)
    const started = await rollBack({ ctx: alerts.ctx, input })
    expect(started).toMatchObject({ requestedReleaseId: app.releases.get(1), actor: { name: 'Ada' } })
    expect((await only()).rollbackId).toBe(started.id)
    await expect(rollBack({ ctx: alerts.ctx, input })).rejects.toMatchObject({ kind: 'conflict' })
    expect(await alerts.world.database.deployment.count()).toBe(3)
  })

  it('is good for a day, for its own incident, team and role', async () => {
    const input = await link()
    const viewer = alerts.world.as(
      alerts.teamId,
      { role: 'viewer' },
      { clock: alerts.ctx.clock, signer: alerts.ctx.signer },
    )
    expect((await openRollbackLink({ ctx: viewer, input })).refusal).toContain('developer')
    await expect(rollBack({ ctx: viewer, input })).rejects.toMatchObject({ kind: 'forbidden' })
    const elsewhere = alerts.world.as(await alerts.world.addTeam(), {}, { clock: alerts.ctx.clock })
    await expect(rollBack({ ctx: elsewhere, input })).rejects.toMatchObject({ kind: 'not_found' })
    for (const token of ['', 'x.y', `z${input.token}`, rollbackToken(alerts.ctx, 'another')]) {
      await expect(rollBack({ ctx: alerts.ctx, input: { ...input, token } }), token).rejects.toMatchObject({
        kind: 'not_found',
      })
    }
    alerts.pass(24 * 3600)
    await expect(openRollbackLink({ ctx: alerts.ctx, input })).rejects.toMatchObject({ code: 'link_expired' })
    expect(await alerts.world.database.deployment.count()).toBe(2)
  })
})

describe('the end of a deployment', () => {
  it('is told to the channels that want it, in its transaction', async () => {
    await scene(null)
    const receiver = await startHttpReceiver(() => ({ status: 200 }))
    try {
      const wants = { type: 'webhook', url: receiver.url }
      await alerts.addChannel({ ...wants, name: 'all', events: allEvents })
      await alerts.addChannel({ ...wants, name: 'usual' })
      const end = (status: 'succeeded' | 'failed' | 'cancelled') =>
        alerts.ctx.db.$transaction(async (tx) => {
          const data = { status, finishedAt: alerts.now() }
          await writeStatusEvent(tx, await tx.deployment.update({ where: { id: last.id }, data }))
        })
      await end('succeeded')
      await end('cancelled')
      await alerts.send(1)
      expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(['deployment.succeeded'])
      expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
        data: { appName: 'shop', number: 2, release: 'v2', by: 'Ada', verdict: 'v2 is live.' },
      })
      await end('failed')
      await alerts.send(1)
      expect(receiver.received).toHaveLength(3)
      await expect(
        alerts.ctx.db.$transaction(async (tx) => {
          await writeStatusEvent(tx, { ...last, status: 'failed', finishedAt: alerts.now() })
          throw new Error('undone')
        }),
      ).rejects.toThrow('undone')
      await alerts.send(1)
      expect(receiver.received).toHaveLength(3)
    } finally {
      await receiver.close()
    }
  })
})
