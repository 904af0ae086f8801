import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Monitor } from '@/prisma/generated/client'
import { down } from '@/tests/support/alerts-world'
import { createIncidentWorld, type IncidentWorld } from '@/tests/support/incident-world'

let world: IncidentWorld
let alerts: IncidentWorld['alerts']
let fail: IncidentWorld['fail']
let recover: IncidentWorld['recover']
beforeEach(async () => {
  world = await createIncidentWorld()
  ;({ alerts, fail, recover } = world)
})
afterEach(() => world.close())

const sameHost = (name: string) => alerts.addMonitor({ url: 'https://www.example.com/', name }, [world.channelId])
const reopen = (monitor: Monitor) =>
  alerts.say(monitor, { kind: 'opened', openedAt: alerts.now(), cause: down(), reopenWithinMs: 600_000 })
/** What the channel was told of a monitor, in the order in which it came. */
const toldOf = ({ id }: Monitor) =>
  world
    .bodies()
    .filter(({ data }) => data.incidents.some(({ monitorId }) => monitorId === id))
    .map(({ type }) => type.replace('incident.', ''))

describe('the last word on a monitor whose messages wait for company', () => {
  it('is that it is down, where it failed again before anything was sent', async () => {
    const [one, other] = [await sameHost('One'), await sameHost('Other')]
    await fail(one)
    await recover(one)
    await reopen(one)
    await fail(other)
    await alerts.send(70)
    expect(toldOf(one)).toEqual(['opened', 'resolved', 'opened'])
    expect(toldOf(other)).toEqual(['opened'])
  })

  it('is that it is up, where the end of another was waiting before it began', async () => {
    const [one, other] = [await sameHost('One'), await sameHost('Other')]
    await fail(other)
    await alerts.send(61)
    await recover(other)
    await fail(one)
    await recover(one)
    await alerts.send(70)
    expect(toldOf(one)).toEqual(['opened', 'resolved'])
    expect(toldOf(other)).toEqual(['opened', 'resolved'])
  })

  it('stays one message where it can: two that go down and up in step are told together each time', async () => {
    const [one, other] = [await sameHost('One'), await sameHost('Other')]
    for (const monitor of [one, other]) await fail(monitor)
    for (const monitor of [one, other]) await recover(monitor)
    for (const monitor of [one, other]) await reopen(monitor)
    await alerts.send(70)
    expect(world.types()).toEqual(['incident.opened', 'incident.resolved', 'incident.opened'])
    expect(world.bodies().map(({ data }) => data.incidents.length)).toEqual([2, 2, 2])
  })

  it('is, of an outage that overtook a warning before anything was sent, that it lasts', async () => {
    const [one] = [await sameHost('One'), await sameHost('Other')]
    const warning = { code: 'tls_expires_soon', text: 'its certificate expires in 3 days' }
    await alerts.say(one, { kind: 'opened', openedAt: alerts.now(), cause: warning })
    await alerts.say(one, { kind: 'resolved', overtaken: true })
    await fail(one)
    await alerts.send(70)
    const told = world.bodies().flatMap(({ type, data }) => data.incidents.map(({ cause }) => `${type}: ${cause}`))
    expect(told).toEqual([
      `incident.opened: ${warning.text}`,
      'incident.opened: connection refused',
      `incident.resolved: ${warning.text}`,
    ])
  })
})
