import { createDnsResolver } from '@/adapters/net/dns-resolver'
import { createNotifier } from '@/adapters/notifiers/create-notifier'
import { createMailer } from '@/adapters/notifiers/mailer'
import type { ChannelEvent } from '@/core/channels/schema'
import { channelSchema } from '@/core/channels/schema'
import type { Monitor, Prisma } from '@/prisma/generated/client'
import { createChannel } from '@/services/channels/create-channel'
import type { Context } from '@/services/context'
import { createDeliverySender } from '@/services/deliveries/send-due-deliveries'
import { applyToIncident, type IncidentChange } from '@/services/incidents/apply-to-incident'
import { plainMonitor } from './plain-monitor'
import { createServiceWorld, type ServiceWorld } from './service-context'

export interface AlertsWorld {
  world: ServiceWorld
  ctx: Context
  teamId: string
  /** The clock that everything goes by stands still but for this. */
  pass(seconds: number): void
  now(): Date
  addChannel(channel: object): Promise<{ id: string; secret?: string }>
  /** A webhook that is told of everything. */
  addPager(receiver: { url: string }): Promise<{ id: string }>
  addMonitor(more?: Partial<Prisma.MonitorUncheckedCreateInput>, channelIds?: string[]): Promise<Monitor>
  /** What the checks would say of a monitor, in a transaction of its own. */
  say(monitor: Monitor, change: IncidentChange): Promise<void>
  /** Sends what is due and waits until it has been sent, second by second. */
  send(seconds?: number): Promise<void>
  close(): Promise<void>
}

export const down = (text = 'connection refused'): { code: string; text: string } => ({
  code: 'connection_refused',
  text,
})

/** Alerts on a real database and real notifiers; time passes only as a test says. */
export const createAlertsWorld = async (options: { smtpUrl?: string } = {}): Promise<AlertsWorld> => {
  const world = await createServiceWorld()
  const teamId = await world.addTeam()
  let time = new Date('2026-09-03T12:00:00Z').getTime()
  const clock = { now: () => new Date(time), wait: async () => undefined }
  const mailer = createMailer(options.smtpUrl)
  const notifier = createNotifier({ resolver: createDnsResolver(), mayConnect: () => true, mailer })
  const ctx = world.as(teamId, {}, { clock, notifier, mailer })
  const sender = createDeliverySender(ctx)
  const addChannel: AlertsWorld['addChannel'] = async (channel) =>
    createChannel({ ctx, input: channelSchema.parse(channel) })
  let count = 0
  const sendNow = async (): Promise<void> => {
    await sender.sendDue()
    await sender.idle()
  }
  return {
    world,
    ctx,
    teamId,
    pass: (seconds) => {
      time += seconds * 1000
    },
    now: clock.now,
    addChannel,
    addPager: ({ url }) => addChannel({ type: 'webhook', name: 'pager', url, events: allEvents }),
    addMonitor: async (more = {}, channelIds = []) => {
      count += 1
      const monitor = await world.database.monitor.create({
        data: { ...plainMonitor(teamId, count), ...more },
      })
      await world.database.monitorWatch.create({
        data: { monitorId: monitor.id, teamId, state: 'up', since: clock.now(), dueAt: clock.now() },
      })
      await world.database.monitorChannel.createMany({
        data: channelIds.map((channelId) => ({ teamId, monitorId: monitor.id, channelId })),
      })
      return monitor
    },
    say: (monitor, change) =>
      world.database.$transaction(async (tx) => {
        const isDown = change.kind === 'opened' || change.kind === 'cause_changed'
        if (change.kind !== 'flapping') {
          await tx.monitorWatch.update({
            where: { monitorId: monitor.id },
            data: {
              state: isDown ? 'down' : 'up',
              failures: isDown ? 2 : 0,
              successes: isDown ? 0 : 1,
              lastCheckAt: clock.now(),
            },
          })
        }
        await applyToIncident(tx, { monitor, change, now: clock.now() })
      }),
    send: async (seconds = 0) => {
      await sendNow()
      for (let second = 0; second < seconds; second += 1) {
        time += 1000
        await sendNow()
      }
    },
    close: () => world.close(),
  }
}

export const allEvents: ChannelEvent[] = [
  'incident.opened',
  'incident.reminder',
  'incident.resolved',
  'deployment.succeeded',
  'deployment.failed',
  'deployment.rolled_back',
]
