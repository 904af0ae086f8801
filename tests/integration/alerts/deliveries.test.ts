import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { testChannel } from '@/services/channels/test-channel'
import { updateChannel } from '@/services/channels/update-channel'
import { endOldDeliveries } from '@/services/deliveries/end-old-deliveries'
import { listDeliveries } from '@/services/deliveries/list-deliveries'
import { resendDelivery } from '@/services/deliveries/resend-delivery'
import { createDeliverySender } from '@/services/deliveries/send-due-deliveries'
import { type AlertsWorld, createAlertsWorld, down } from '@/tests/support/alerts-world'
import { type HttpReceiver, startHttpReceiver } from '@/tests/support/receivers/http-receiver'
import { startSlackDouble } from '@/tests/support/receivers/slack-double'

let alerts: AlertsWorld
const open: { close(): Promise<void> }[] = []
const kept = <Server extends { close(): Promise<void> }>(server: Server): Server => {
  open.push(server)
  return server
}
beforeEach(async () => {
  alerts = kept(await createAlertsWorld())
})
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

const deliveries = async (channelId: string) =>
  (await listDeliveries({ ctx: alerts.ctx, input: { channelId, limit: 200 } })).data
const bodySchema = z.looseObject({ type: z.string(), data: z.looseObject({}) })
const bodiesOf = (receiver: HttpReceiver) => receiver.received.map(({ body }) => bodySchema.parse(JSON.parse(body)))
const opened = () => ({ kind: 'opened' as const, openedAt: alerts.now(), cause: down() })

describe('a message', () => {
  it('arrives within a minute of Slack’s return after ten minutes away, every attempt written down', async () => {
    const before = await startSlackDouble()
    await before.close()
    const channel = await alerts.addChannel({ type: 'slack', name: 'ops', url: before.url })
    const monitor = await alerts.addMonitor({}, [channel.id])
    await alerts.say(monitor, opened())
    await alerts.send(600)
    const waiting = await deliveries(channel.id)
    expect(waiting[0]?.status).toBe('pending')
    expect(waiting[0]?.attempts.length).toBeGreaterThan(12)
    expect(new Set(waiting[0]?.attempts.map((attempt) => attempt.error))).toEqual(
      new Set(['The connection was refused.']),
    )
    const slack = kept(await startSlackDouble({ port: before.port }))
    await alerts.send(59)
    expect(slack.messages).toHaveLength(1)
    const [delivery] = await deliveries(channel.id)
    expect(delivery).toMatchObject({ status: 'delivered' })
    expect(delivery?.attempts.at(-1)).toMatchObject({ statusCode: 200, error: null })
    expect(delivery?.attempts).toHaveLength((waiting[0]?.attempts.length ?? 0) + 1)
  })

  it('that arrives lets those go that wait for the same receiver', async () => {
    let isBack = false
    const receiver = kept(await startHttpReceiver(() => ({ status: isBack ? 200 : 500 })))
    const channel = await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url })
    for (let index = 0; index < 3; index += 1) {
      await alerts.say(await alerts.addMonitor({}, [channel.id]), opened())
      await alerts.send(200)
    }
    expect((await deliveries(channel.id)).map(({ status }) => status)).toEqual(['pending', 'pending', 'pending'])
    isBack = true
    await alerts.send(46)
    expect((await deliveries(channel.id)).map(({ status }) => status)).toEqual(['delivered', 'delivered', 'delivered'])
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(3)
  })

  it('that an incident is over never arrives before the one that it has begun', async () => {
    let isBack = false
    const accepted: string[] = []
    const receiver = kept(
      await startHttpReceiver(({ body }) => {
        if (isBack) accepted.push(bodySchema.parse(JSON.parse(body)).type)
        return { status: isBack ? 200 : 500 }
      }),
    )
    const channel = await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url })
    const monitor = await alerts.addMonitor({}, [channel.id])
    await alerts.say(monitor, opened())
    await alerts.send(100)
    await alerts.say(monitor, { kind: 'resolved' })
    isBack = true
    await alerts.send(60)
    expect(accepted).toEqual(['incident.opened', 'incident.resolved'])
  })

  it('keeps no other waiting that tells of something else', async () => {
    const receiver = kept(
      await startHttpReceiver(({ body }) => ({ status: body.includes('no such thing') ? 400 : 200 })),
    )
    const channel = await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url })
    const cause = { code: 'connection_refused', text: 'no such thing' }
    await alerts.say(await alerts.addMonitor({}, [channel.id]), { ...opened(), cause })
    await alerts.send(1)
    await alerts.say(await alerts.addMonitor({}, [channel.id]), opened())
    await alerts.send(6)
    expect((await deliveries(channel.id)).map(({ status }) => status)).toEqual(['delivered', 'pending'])
  })

  it('is sent to Slack once a second, and all arrive', async () => {
    const channel = await alerts.addChannel({ type: 'slack', name: 'ops', url: 'http://127.0.0.1:1' })
    const arrivals: number[] = []
    const slack = kept(
      await startHttpReceiver(() => {
        arrivals.push(alerts.now().getTime())
        return { status: 200 }
      }),
    )
    await updateChannel({ ctx: alerts.ctx, input: { channelId: channel.id, patch: { url: slack.url } } })
    for (let index = 0; index < 5; index += 1) {
      await alerts.say(await alerts.addMonitor({}, [channel.id]), opened())
      // What fails within a minute would be one message.
      alerts.pass(61)
    }
    await alerts.send(5)
    expect(arrivals.map((at) => at - (arrivals[0] ?? 0))).toEqual([0, 1000, 2000, 3000, 4000])
  })

  it('waits as long as the receiver asks, and so do the others of its channel', async () => {
    let answers = 0
    const receiver = kept(
      await startHttpReceiver(() => {
        answers += 1
        return answers === 1 ? { status: 429, headers: { 'retry-after': '120' } } : { status: 200 }
      }),
    )
    const channel = await alerts.addChannel({ type: 'slack', name: 'ops', url: receiver.url })
    await alerts.say(await alerts.addMonitor({}, [channel.id]), opened())
    await alerts.send(1)
    await alerts.say(await alerts.addMonitor({}, [channel.id]), opened())
    await alerts.send(118)
    expect(receiver.received).toHaveLength(1)
    await alerts.send(3)
    expect(receiver.received).toHaveLength(3)
  })

  it('that is wanted no more switches the channel off, and says so', async () => {
    const receiver = kept(await startHttpReceiver(() => ({ status: 410 })))
    const channel = await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url })
    const monitor = await alerts.addMonitor({}, [channel.id])
    await alerts.say(monitor, opened())
    await alerts.send()
    const row = await alerts.world.database.channel.findUniqueOrThrow({ where: { id: channel.id } })
    expect(row).toMatchObject({ enabled: false, disabledReason: expect.stringContaining('410') })
    expect((await deliveries(channel.id))[0]).toMatchObject({ status: 'failed', attempts: [{ statusCode: 410 }] })
    await alerts.say(monitor, { kind: 'resolved' })
    await alerts.send(60)
    expect(receiver.received).toHaveLength(1)
    const on = await updateChannel({ ctx: alerts.ctx, input: { channelId: channel.id, patch: { enabled: true } } })
    expect(on).toMatchObject({ enabled: true, disabledReason: null })
  })

  it('is given up after a day, and never called delivered', async () => {
    const receiver = kept(await startHttpReceiver(() => ({ status: 500 })))
    const channel = await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url })
    await alerts.say(await alerts.addMonitor({}, [channel.id]), opened())
    await alerts.send()
    alerts.pass(24 * 3600 + 1)
    await endOldDeliveries(alerts.ctx)
    expect((await deliveries(channel.id))[0]).toMatchObject({ status: 'failed', dueAt: null })
  })

  it('can be sent again, as one of its own', async () => {
    const receiver = kept(await startHttpReceiver(() => ({ status: 200 })))
    const channel = await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url })
    await alerts.say(await alerts.addMonitor({}, [channel.id]), opened())
    await alerts.send()
    const [first] = await deliveries(channel.id)
    const again = await resendDelivery({
      ctx: alerts.ctx,
      input: { channelId: channel.id, deliveryId: first?.id ?? '' },
    })
    expect(again).toMatchObject({ status: 'pending', title: first?.title, attempts: [] })
    await alerts.send(1)
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([first?.id, again.id])
    expect(bodiesOf(receiver).map(({ type }) => type)).toEqual(['incident.opened', 'incident.opened'])
  })

  it('held by a worker that has died is sent by another', async () => {
    const receiver = kept(await startHttpReceiver(() => ({ status: 200 })))
    const channel = await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url })
    await alerts.say(await alerts.addMonitor({}, [channel.id]), opened())
    const held = { claimedUntil: new Date(alerts.now().getTime() + 60_000) }
    await alerts.world.database.delivery.updateMany({ data: held })
    await alerts.send(59)
    expect(receiver.received).toHaveLength(0)
    await alerts.send(2)
    expect(receiver.received).toHaveLength(1)
    expect((await deliveries(channel.id))[0]?.status).toBe('delivered')
  })
})

describe('two workers', () => {
  it('send each message once between them', async () => {
    const receiver = kept(await startHttpReceiver(() => ({ status: 200 })))
    const other = createDeliverySender(alerts.ctx)
    for (let channel = 0; channel < 6; channel += 1) {
      const { id } = await alerts.addChannel({ type: 'webhook', name: `pager ${channel}`, url: receiver.url })
      for (let index = 0; index < 15; index += 1) {
        await alerts.say(await alerts.addMonitor({}, [id]), opened())
        alerts.pass(61)
      }
    }
    for (let second = 0; second < 4; second += 1) {
      await Promise.all([alerts.send(1), other.sendDue().then(other.idle)])
    }
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
    expect(ids).toHaveLength(90)
    expect(new Set(ids).size).toBe(90)
  })
})

describe('a test', () => {
  it('is sent at once and answers with what came of it', async () => {
    const receiver = kept(await startHttpReceiver(() => ({ status: 200 })))
    const channel = await alerts.addChannel({ type: 'webhook', name: 'pager', url: receiver.url })
    const result = await testChannel({ ctx: alerts.ctx, input: { channelId: channel.id } })
    expect(result).toMatchObject({ ok: true, statusCode: 200, error: null })
    expect(bodiesOf(receiver)).toMatchObject([{ type: 'test' }])
    expect((await deliveries(channel.id))[0]).toMatchObject({ id: result.deliveryId, status: 'delivered' })
  })

  it('that fails is not tried again', async () => {
    const channel = await alerts.addChannel({ type: 'email', name: 'mail', to: ['ada@example.com'] })
    const result = await testChannel({ ctx: alerts.ctx, input: { channelId: channel.id } })
    expect(result).toMatchObject({ ok: false, error: expect.stringContaining('SMTP_URL') })
    await alerts.send(120)
    expect((await deliveries(channel.id))[0]).toMatchObject({ status: 'failed', attempts: [{ statusCode: null }] })
  })
})
