import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemActor } from '@/core/access/actor'
import { type JobPayload, jobs } from '@/core/jobs/definitions'
import type { Jobs } from '@/core/ports/jobs'
import type { Monitor, PrismaClient } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { releaseHeldAlerts } from '@/services/incidents/release-held-alerts'
import { rollBackByItself } from '@/services/incidents/roll-back-by-itself'
import { rollBackIncident } from '@/services/incidents/roll-back-incident'
import { handOverOpenWork } from '@/services/outbox/hand-over-open-work'
import { down } from '@/tests/support/alerts-world'
import { createDeployedApp, type DeployedApp } from '@/tests/support/deployed-app'
import { createIncidentWorld, type IncidentWorld } from '@/tests/support/incident-world'

let world: IncidentWorld
let alerts: IncidentWorld['alerts']
let app: DeployedApp
let monitor: Monitor

const later = (seconds: number) => new Date(alerts.now().getTime() + seconds * 1000)
/** An app whose v2 went live 74 seconds ago, and whose monitor was up before. */
const scene = async (incidents: { rollbackWithinMinutes?: number; holdWhileDeploying?: boolean }) => {
  app = await createDeployedApp(alerts.world.database, alerts.teamId, incidents)
  await app.deploy(1, { queuedAt: later(-9000), liveAt: later(-8990) })
  monitor = await alerts.addMonitor({ appId: app.id }, [world.channelId])
  await alerts.world.database.monitorPeriod.create({
    data: { teamId: alerts.teamId, monitorId: monitor.id, state: 'up', from: later(-8000), to: null },
  })
  return app.deploy(2, { queuedAt: later(-80), liveAt: later(-74) })
}
const fail = () =>
  alerts.say(monitor, { kind: 'opened', openedAt: alerts.now(), cause: down(), reopenWithinMs: 600_000 })
const recover = () => alerts.say(monitor, { kind: 'resolved' })
const kinds = async () => (await world.only()).timeline.map(({ type }) => type)

/** What a worker puts into the queue of rollbacks once it looks for what was left behind. */
const handOver = async (): Promise<JobPayload<'roll-back-incident'>[]> => {
  const added: JobPayload<'roll-back-incident'>[] = []
  const keep: Jobs = {
    add: async (name, payload) => {
      if (name === 'roll-back-incident') added.push(jobs['roll-back-incident'].payload.parse(payload))
    },
  }
  const clock = { ...alerts.ctx.clock, now: () => new Date(Date.now() + 5000) }
  await handOverOpenWork({ ...alerts.ctx, jobs: keep, clock })
  return added
}
const system = (): Context => ({ ...alerts.ctx, actor: systemActor(alerts.teamId) })
const work = async () => {
  for (const { incidentId } of await handOver()) await rollBackByItself({ ctx: system(), input: { incidentId } })
}
const rollbacks = () => alerts.world.database.deployment.findMany({ where: { trigger: 'auto_rollback' } })

beforeEach(async () => {
  world = await createIncidentWorld()
  alerts = world.alerts
})
afterEach(() => world.close())

describe('an incident that opens again', () => {
  it('is held while its app is being deployed, and told to nobody where it recovers', async () => {
    const v2 = await scene({ holdWhileDeploying: true })
    const { database } = alerts.world
    await database.deployment.update({ where: { id: v2.id }, data: { status: 'verifying', finishedAt: null } })
    await fail()
    await recover()
    alerts.pass(60)
    await fail()
    await alerts.send(6)
    expect(world.types()).toEqual([])
    expect(await kinds()).toEqual(['opened', 'held', 'resolved', 'flapping', 'held'])
    await database.deployment.update({ where: { id: v2.id }, data: { status: 'succeeded', finishedAt: alerts.now() } })
    alerts.pass(60)
    await alerts.say(monitor, { kind: 'cause_changed', cause: down('500 instead of 200-299') })
    await releaseHeldAlerts(alerts.ctx)
    await alerts.send(6)
    expect(world.types()).toEqual(['incident.opened'])
  })

  it('is held as one of which nobody knows, where it had been told and was over', async () => {
    await scene({ holdWhileDeploying: true })
    await fail()
    await recover()
    await alerts.send(6)
    expect(world.types()).toEqual(['incident.opened', 'incident.resolved'])
    await app.deploy(2, { queuedAt: later(0), liveAt: null })
    await fail()
    await recover()
    await alerts.send(6)
    expect(world.types()).toEqual(['incident.opened', 'incident.resolved'])
  })

  it('is gone back for, where it was over when that was first looked at', async () => {
    await scene({ rollbackWithinMinutes: 5 })
    await fail()
    await recover()
    await work()
    expect(await rollbacks()).toEqual([])
    alerts.pass(60)
    await fail()
    await work()
    expect(await rollbacks()).toMatchObject([{ requestedReleaseId: app.releases.get(1) }])
  })

  it('is not looked at again where going back was refused', async () => {
    await scene({ rollbackWithinMinutes: 5 })
    await alerts.world.database.release.updateMany({ where: { number: 1 }, data: { retiredAt: alerts.now() } })
    await fail()
    await work()
    await recover()
    await fail()
    expect(await handOver()).toEqual([])
    expect((await kinds()).filter((kind) => kind === 'rollback_refused')).toHaveLength(1)
  })
})

describe('that an incident is to be gone back for', () => {
  it('is put into the queue until something has come of it, however often the queue is lost', async () => {
    await scene({ rollbackWithinMinutes: 5 })
    await fail()
    const { id } = await world.only()
    expect(await handOver()).toMatchObject([{ incidentId: id }])
    expect(await handOver()).toMatchObject([{ incidentId: id }])
    await work()
    expect(await rollbacks()).toHaveLength(1)
    expect(await handOver()).toEqual([])
  })

  it('is refused once, though two look at it', async () => {
    await scene({ rollbackWithinMinutes: 5 })
    await app.deploy(2, { queuedAt: later(-1), liveAt: null })
    await fail()
    const { id: incidentId } = await world.only()
    await Promise.all([1, 2].map(() => rollBackByItself({ ctx: system(), input: { incidentId } })))
    expect(await kinds()).toEqual(['opened', 'rollback_refused'])
    expect(await handOver()).toEqual([])
  })
})

describe('somebody’s fix that is queued while going back begins', () => {
  /** The context, in which something happens just before the next transaction. */
  const meanwhile = (ctx: Context, happen: () => Promise<unknown>): Context => {
    const db = new Proxy(ctx.db, {
      get: (target, name) =>
        name === '$transaction'
          ? async (work: (tx: PrismaClient) => Promise<unknown>) => {
              await happen()
              return target.$transaction((tx) => work(tx as PrismaClient))
            }
          : Reflect.get(target, name),
    })
    return { ...ctx, db }
  }

  it('is not superseded by it, whoever goes back', async () => {
    await scene({ rollbackWithinMinutes: 5 })
    await fail()
    const { id: incidentId } = await world.only()
    let fix = ''
    const queueFix = async () => {
      if (fix === '') fix = (await app.deploy(2, { queuedAt: later(0), liveAt: null }, { status: 'queued' })).id
    }
    const pressed = rollBackIncident({ ctx: meanwhile(alerts.ctx, queueFix), input: { incidentId } })
    await expect(pressed).rejects.toMatchObject({ code: 'not_possible' })
    await alerts.world.database.deployment.delete({ where: { id: fix } })
    fix = ''
    await rollBackByItself({ ctx: meanwhile(system(), queueFix), input: { incidentId } })
    expect(await alerts.world.database.deployment.findUnique({ where: { id: fix } })).toMatchObject({
      status: 'queued',
    })
    expect(await rollbacks()).toEqual([])
    expect((await world.only()).timeline.at(-1)?.text).toMatch(
      /It was not rolled back by itself: Deployment \d came after it\./,
    )
  })
})
