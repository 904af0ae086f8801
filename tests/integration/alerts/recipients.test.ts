import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listDeliveries } from '@/services/deliveries/list-deliveries'
import { createIncidentWorld, type IncidentWorld } from '@/tests/support/incident-world'

let world: IncidentWorld
let alerts: IncidentWorld['alerts']
beforeEach(async () => {
  world = await createIncidentWorld()
  alerts = world.alerts
})
afterEach(() => world.close())

const failing = async (...to: string[]) => {
  const { id: channelId } = await alerts.addChannel({ type: 'email', name: 'mail', to })
  const monitor = await alerts.addMonitor({}, [channelId])
  await world.fail(monitor)
  await alerts.send()
  const deliveries = async () =>
    (await listDeliveries({ ctx: alerts.ctx, input: { channelId, limit: 200 } })).data.map(({ status }) => status)
  return { monitor, deliveries }
}
const mailsTo = (address: string) =>
  world.mails
    .filter(({ to }) => to.includes(address))
    .map(({ source }) => (source.includes('up again') ? 'up' : 'down'))

describe('a mail that the server takes for some of its recipients', () => {
  it('has arrived when the others have it too, and nobody gets it twice', async () => {
    const { deliveries } = await failing('ada@example.com', 'grey@example.com')
    expect(await deliveries()).toEqual(['pending'])
    expect([mailsTo('ada@example.com'), mailsTo('grey@example.com')]).toEqual([['down'], []])
    await alerts.send(60)
    expect(await deliveries()).toEqual(['delivered'])
    expect([mailsTo('ada@example.com'), mailsTo('grey@example.com')]).toEqual([['down'], ['down']])
  })

  it('keeps nobody who has it waiting for what comes after: a mailbox is full for days', async () => {
    const { monitor, deliveries } = await failing('ada@example.com', 'full@example.com')
    alerts.pass(120)
    await world.recover(monitor)
    await alerts.send(5)
    expect(mailsTo('ada@example.com')).toEqual(['down', 'up'])
    expect(await deliveries()).toEqual(['pending', 'pending'])
  })
})
