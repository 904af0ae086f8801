import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Monitor, Prisma } from '@/prisma/generated/client'
import { settleGroups } from '@/services/deliveries/settle-groups'
import { setMonitorsEnabled } from '@/services/monitors/set-enabled'
import { createIncidentWorld, type IncidentWorld } from '@/tests/support/incident-world'
import { startSlackDouble } from '@/tests/support/receivers/slack-double'

let world: IncidentWorld
let alerts: IncidentWorld['alerts']
let channelId: IncidentWorld['channelId']
let kept: IncidentWorld['kept']
let bodies: IncidentWorld['bodies']
let types: IncidentWorld['types']
let fail: IncidentWorld['fail']
let recover: IncidentWorld['recover']
beforeEach(async () => {
  world = await createIncidentWorld()
  ;({ alerts, channelId, kept, bodies, types, fail, recover } = world)
})
afterEach(() => world.close())

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

  it.each([
    ['https://www.example.com/', 'HTTPS://WWW.Example.com:8443?deep=1'],
    ['http://[2001:db8::1]/', 'http://[2001:db8::1]:8080/health'],
  ])('are of one host however its URL is written: %s, %s', async (url, same) => {
    const [monitor, neighbour] = [
      await alerts.addMonitor({ url }, [channelId]),
      await alerts.addMonitor({ url: same }, [channelId]),
    ]
    const { database } = alerts.world
    await database.monitorWatch.updateMany({ data: { dueAt: new Date(alerts.now().getTime() + 60_000) } })
    await fail(monitor)
    await alerts.send()
    const { dueAt } = await database.monitorWatch.findUniqueOrThrow({ where: { monitorId: neighbour.id } })
    expect(dueAt).toEqual(alerts.now())
  })

  it('are not told as over before they are told', async () => {
    const url = 'https://www.example.com/'
    const monitor = await alerts.addMonitor({ url }, [channelId])
    await alerts.addMonitor({ url }, [channelId])
    await fail(monitor)
    await alerts.send(20)
    await recover(monitor)
    await alerts.send(45)
    expect(types()).toEqual(['incident.opened', 'incident.resolved'])
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

describe('monitors of several hosts', () => {
  const set = (monitors: Monitor[], data: Prisma.MonitorWatchUpdateManyMutationInput) =>
    alerts.world.database.monitorWatch.updateMany({ where: { monitorId: { in: monitors.map(({ id }) => id) } }, data })
  const four = async () => {
    const monitors: Monitor[] = []
    for (const name of ['a', 'b', 'c', 'd']) {
      monitors.push(await alerts.addMonitor({ url: `https://${name}.example/`, name }, [channelId]))
    }
    const [a, b, c, d] = monitors
    if (!a || !b || !c || !d) throw new Error('four were made')
    await set(monitors, { lastCheckAt: alerts.now(), dueAt: new Date(alerts.now().getTime() + 60_000) })
    return { a, b, c, d }
  }

  const hastened = async () => {
    const due = await alerts.world.database.monitorWatch.findMany({ where: { dueAt: { lte: alerts.now() } } })
    return due.map(({ monitorId }) => monitorId).sort()
  }

  it('that fail together are told together, the others having been looked at', async () => {
    const { a, b, c, d } = await four()
    await set([b], { failures: 1, failingSince: alerts.now() })
    alerts.pass(5)
    await fail(a)
    await alerts.send(10)
    expect(types()).toEqual([])
    expect(await hastened()).toEqual([b.id])
    await fail(b)
    await alerts.send()
    expect(await hastened()).toEqual([b.id, c.id, d.id].sort())
    await fail(c)
    await alerts.send(2)
    expect(types()).toEqual([])
    await set([d], { lastCheckAt: alerts.now(), successes: 9 })
    await alerts.send(2)
    expect(types()).toEqual(['incident.opened'])
    expect(bodies()[0]?.data.incidents).toHaveLength(3)
  })

  it('wait for no other host that fails for long, nor to be joined by what failed at another time', async () => {
    const { a, b, c } = await four()
    await set([c], { failures: 3, failingSince: new Date(alerts.now().getTime() - 120_000) })
    await fail(a)
    await alerts.send()
    expect(types()).toEqual(['incident.opened'])
    alerts.pass(61)
    await set([c], { failures: 1, failingSince: alerts.now() })
    await fail(b)
    await alerts.send(22)
    expect(types()).toEqual(['incident.opened', 'incident.opened'])
    await recover(a)
    await alerts.send()
    expect(types()).toHaveLength(3)
  })
})

describe('a monitor that is paused while others of its host are looked at', () => {
  it('is not checked with them', async () => {
    const url = 'https://www.example.com/'
    const [failed, other] = [await alerts.addMonitor({ url }, [channelId]), await alerts.addMonitor({ url })]
    alerts.pass(30)
    await fail(failed)
    const pause = () => setMonitorsEnabled({ ctx: alerts.ctx, input: { monitorIds: [other.id], enabled: false } })
    const { database } = alerts.world
    const dueAt = new Date(alerts.now().getTime() + 40_000)
    await database.monitorWatch.updateMany({ data: { dueAt } })
    const instanceDb = new Proxy(database, {
      get: (target, name) =>
        name === '$executeRaw'
          ? async (...query: Parameters<typeof target.$executeRaw>) => {
              await pause()
              return target.$executeRaw(...query)
            }
          : Reflect.get(target, name),
    })
    await settleGroups({ ...alerts.ctx, instanceDb }, alerts.now())
    const watch = await database.monitorWatch.findUniqueOrThrow({ where: { monitorId: other.id } })
    expect(watch.dueAt.getUTCFullYear()).toBe(9999)
  })
})
