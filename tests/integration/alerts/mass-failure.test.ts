import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelSchema } from '@/core/channels/schema'
import { messageSchema } from '@/core/deliveries/message'
import { createChannel } from '@/services/channels/create-channel'
import { writeDelivery } from '@/services/deliveries/write-delivery'
import { createIncidentWorld, type IncidentWorld } from '@/tests/support/incident-world'
import { type HttpReceiver, startHttpReceiver } from '@/tests/support/receivers/http-receiver'

let world: IncidentWorld
let alerts: IncidentWorld['alerts']
beforeEach(async () => {
  world = await createIncidentWorld()
  alerts = world.alerts
})
afterEach(() => world.close())

/** More than a statement could name one by one: Postgres takes 65,535 values. */
const many = 35_000

/** All monitors have been checked by now, and answered. */
const judgeAll = () =>
  alerts.world.database.monitorWatch.updateMany({
    data: { lastCheckAt: alerts.now(), failures: 0, failingSince: null },
  })

/** Another team whose channel has a message to be sent. */
const otherTeam = async (): Promise<HttpReceiver> => {
  const receiver = world.kept(await startHttpReceiver(() => ({ status: 200 })))
  const { database } = alerts.world
  const teamId = await alerts.world.addTeam()
  const { clock } = alerts.ctx
  const ctx = alerts.world.as(teamId, {}, { clock })
  const input = channelSchema.parse({ type: 'webhook', name: 'pager', url: receiver.url })
  const { id: channelId } = await createChannel({ ctx, input })
  const message = { kind: 'test' as const, event: 'test' as const, channelName: 'pager', url: '' }
  await database.$transaction((tx) => writeDelivery(tx, { teamId, channelId, message, now: alerts.now(), group: null }))
  return receiver
}

/** A monitor that has just failed, and so many more of the team with a host each; all of them are told of. */
const failAll = async () => {
  const { database } = alerts.world
  const monitor = await alerts.addMonitor({}, [world.channelId])
  const unchecked = await alerts.addMonitor({ url: `https://host-${many}.example/other` }, [world.channelId])
  await alerts.addMonitor({ url: monitor.url })
  await world.fail(monitor)
  await database.$executeRaw`
    INSERT INTO "Monitor" SELECT (jsonb_populate_record(m, jsonb_build_object(
      'id', 'copy-' || n, 'name', 'Copy ' || n, 'url', 'https://host-' || n || '.example/'))).*
    FROM "Monitor" m, generate_series(1, ${many}::int) n WHERE m."id" = ${monitor.id}`
  await database.$executeRaw`
    INSERT INTO "MonitorWatch" SELECT (jsonb_populate_record(w, jsonb_build_object('monitorId', 'copy-' || n))).*
    FROM "MonitorWatch" w, generate_series(1, ${many}::int) n WHERE w."monitorId" = ${monitor.id}`
  await database.$executeRaw`
    INSERT INTO "Incident" SELECT (jsonb_populate_record(i, jsonb_build_object(
      'id', 'copy-' || n, 'monitorId', 'copy-' || n))).*
    FROM "Incident" i, generate_series(1, ${many}::int) n WHERE i."monitorId" = ${monitor.id}`
  return { unchecked }
}

describe('35,000 monitors of a team that fail within a minute', () => {
  it('keep no message of another team waiting, and are still told with what shares a host with them', async () => {
    const { unchecked } = await failAll()
    const receiver = await otherTeam()
    alerts.pass(5)
    await alerts.send()
    expect(receiver.received).toHaveLength(1)
    expect(world.types()).toEqual([])
    const { dueAt } = await alerts.world.database.monitorWatch.findUniqueOrThrow({ where: { monitorId: unchecked.id } })
    expect(dueAt <= alerts.now()).toBe(true)
    await judgeAll()
    await alerts.send(2)
    expect(world.types()).toEqual(['incident.opened'])
  })
})

describe('a message that nobody can make sense of', () => {
  it('keeps none of another team waiting', async () => {
    const monitor = await alerts.addMonitor({}, [world.channelId])
    await alerts.addMonitor({ url: monitor.url })
    await world.fail(monitor)
    await alerts.world.database.delivery.updateMany({ data: { payload: { kind: 'incidents', incidents: [{}] } } })
    const receiver = await otherTeam()
    await alerts.send()
    expect(receiver.received).toHaveLength(1)
  })
})

describe('230 incidents that come while a message waits', () => {
  it('are told in two messages, each once', async () => {
    const monitor = await alerts.addMonitor({}, [world.channelId])
    await alerts.addMonitor({ url: monitor.url })
    await world.fail(monitor)
    const { database } = alerts.world
    const first = await database.delivery.findFirstOrThrow()
    const message = messageSchema.parse(first.payload)
    if (message.kind !== 'incidents') throw new Error('an incident was told')
    const group = { key: 'incident.opened', waitMs: 5000 }
    await database.$transaction(async (tx) => {
      for (let count = 1; count < 230; count += 1) {
        const incidents = message.incidents.map((incident) => ({ ...incident, id: `incident-${count}` }))
        await writeDelivery(tx, { ...first, message: { ...message, incidents }, now: alerts.now(), group })
      }
    })
    await judgeAll()
    await alerts.send(6)
    const told = world.bodies().map(({ data }) => data.incidents.map(({ id }) => id))
    expect(told.map(({ length }) => length).sort()).toEqual([200, 30])
    expect(new Set(told.flat()).size).toBe(230)
  })
})
