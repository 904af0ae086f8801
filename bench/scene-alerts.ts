import { randomUUID } from 'node:crypto'
import type { createDatabase } from '@/adapters/database/client'
import type { IncidentEvent } from '@/core/incidents/timeline'
import type { LinkSigner } from '@/core/ports/link-signer'
import { rollbackToken } from '@/services/incidents/rollback-link'
import type { addMonitors } from './scene-monitors'

type Database = ReturnType<typeof createDatabase>
type Call = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>
type Monitors = Awaited<ReturnType<typeof addMonitors>>

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

interface Options {
  database: Database
  call: Call
  teamId: string
  apps: Record<'shop' | 'mail' | 'blog', string>
  monitors: Monitors
  signer: LinkSigner
}

export interface Alerts {
  incidents: Record<'open' | 'acknowledged' | 'resolved' | 'warning', string>
  channels: Record<'slack' | 'email' | 'webhook' | 'off', string>
  /** Addresses of rollback links. */
  links: Record<'good' | 'expired' | 'used', string>
}

/** Incidents as they stand in a bad hour and behind it, channels with what was told to them, and maintenance windows. */
export const addAlerts = async (options: Options): Promise<Alerts> => {
  const { database, teamId, monitors, signer } = options
  const channels = await addChannels(options)
  await database.monitorChannel.createMany({
    data: [monitors.shop, monitors.checkout, monitors.mail].flatMap((monitorId) =>
      [channels.slack, channels.email].map((channelId) => ({ teamId, monitorId, channelId })),
    ),
  })
  const incidents = await addIncidents(options)
  await addWindows(options)
  const link = (id: string, at = new Date()): string =>
    `/incidents/${id}/roll-back?token=${encodeURIComponent(rollbackToken({ signer, clock: { now: () => at, wait: async () => undefined } }, id))}`
  return {
    channels,
    incidents,
    links: {
      good: link(incidents.open),
      expired: link(incidents.open, new Date(Date.now() - 2 * day)),
      used: link(incidents.resolved),
    },
  }
}

/** A UUID of version 7 of that time. */
const uuidAt = (ms: number): string => {
  const time = Math.round(ms).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

const addIncidents = async ({ database, teamId, apps, monitors }: Options): Promise<Alerts['incidents']> => {
  const deployments = await database.deployment.findMany({ where: { appId: apps.shop }, orderBy: { number: 'asc' } })
  const live = deployments.findLast(({ status }) => status === 'succeeded')
  const first = deployments.find(({ status }) => status === 'succeeded')
  const now = Date.now()
  const add = async (
    monitorId: string,
    facts: object,
    openedAt: number,
    events: readonly [afterMs: number, event: IncidentEvent][],
  ): Promise<string> => {
    const of = { causeCode: 'unexpected_status', cause: '503 instead of 200-299', toldAt: new Date(openedAt) }
    const { id } = await database.incident.create({
      // Lists go by ids, which go by time.
      data: { id: uuidAt(openedAt), teamId, monitorId, openedAt: new Date(openedAt), ...of, ...facts },
    })
    for (const [afterMs, { type, data }] of events) {
      await database.incidentEvent.create({
        data: { teamId, incidentId: id, at: new Date(openedAt + afterMs), type, data },
      })
    }
    return id
  }
  const opened = (cause: string): IncidentEvent => ({ type: 'opened', data: { cause } })
  const told = (channel: string, event = 'incident.opened'): IncidentEvent => ({
    type: 'told',
    data: { channel, event },
  })
  const ended: IncidentEvent = { type: 'resolved', data: { silently: false, unwatched: false, overtaken: false } }
  const daysAgo = [61, 40, 12] as const
  for (const [index, days] of daysAgo.entries()) {
    const openedAt = now - days * day
    const lasts = [14 * minute, 3 * hour, 74 * second][index] ?? minute
    const cause = ['no whole answer within 10 s', 'connection refused', "200 but the page lacks 'Welcome'"][index] ?? ''
    await add(
      index === 1 ? monitors.checkout : monitors.shop,
      { appId: apps.shop, status: 'resolved', resolvedAt: new Date(openedAt + lasts), cause },
      openedAt,
      [
        [0, opened(cause)],
        [2 * second, told('Ops room')],
        [lasts, ended],
        [lasts + second, told('Ops room', 'incident.resolved')],
      ],
    )
  }
  const resolvedAt = now - 26 * hour
  const resolved = await add(
    monitors.shop,
    {
      appId: apps.shop,
      status: 'resolved',
      resolvedAt: new Date(resolvedAt + 4 * minute),
      rollbackId: first?.id ?? null,
      cause: '500 instead of 200-299',
    },
    resolvedAt,
    [
      [0, opened('500 instead of 200-299')],
      [3 * second, told('Ops room')],
      [4 * second, told('On call')],
      [70 * second, { type: 'rollback_started', data: { by: 'Gapless', release: 1, deployment: 1 } }],
      [74 * second, { type: 'rollback_ended', data: { status: 'succeeded' } }],
      [4 * minute, ended],
      [4 * minute + second, told('Ops room', 'incident.resolved')],
    ],
  )
  const warning = await add(
    monitors.mail,
    { appId: apps.mail, causeCode: 'tls_expires_soon', cause: 'certificate expires in 6 days' },
    now - 20 * hour,
    [
      [0, opened('certificate expires in 6 days')],
      [2 * second, told('Ops room')],
    ],
  )
  const acknowledgedAt = now - 50 * minute
  const acknowledged = await add(
    monitors.old,
    {
      status: 'acknowledged',
      acknowledgedAt: new Date(acknowledgedAt + 6 * minute),
      acknowledgedBy: 'Vera',
      flapping: true,
      cause: 'connection refused',
      causeCode: 'connection_refused',
    },
    acknowledgedAt,
    [
      [0, opened('no whole answer within 10 s')],
      [2 * second, told('On call')],
      [3 * minute, { type: 'cause_changed', data: { cause: 'connection refused' } }],
      [5 * minute, { type: 'flapping', data: {} }],
      [6 * minute, { type: 'acknowledged', data: { by: 'Vera' } }],
    ],
  )
  const openedAt = (live?.liveAt?.getTime() ?? now) + 9 * second
  const open = await add(
    monitors.checkout,
    {
      appId: apps.shop,
      deploymentId: live?.id ?? null,
      cause: "200 but the page lacks 'Add to cart'",
      causeCode: 'keyword_missing',
    },
    openedAt,
    [
      [0, opened("200 but the page lacks 'Add to cart'")],
      [3 * second, told('Ops room')],
      [4 * second, told('On call')],
    ],
  )
  return { open, acknowledged, resolved, warning }
}

const addChannels = async ({ database, call, teamId }: Options): Promise<Alerts['channels']> => {
  const add = async (channel: object): Promise<string> => String((await call('POST', '/channels', channel)).id)
  const off = await add({
    type: 'webhook',
    name: 'Old pager',
    url: 'https://pager.example.com/v1/hooks',
    events: ['incident.opened', 'incident.resolved'],
  })
  const disabledReason = 'The receiver answered 410: it is gone and wants no more messages.'
  await database.channel.update({ where: { id: off }, data: { enabled: false, disabledReason } })
  const webhook = await add({ type: 'webhook', name: 'Pager', url: 'https://pager.example.com/v2/hooks/gapless' })
  const email = await add({ type: 'email', name: 'On call', to: ['night@example.com', 'lead@example.com'] })
  const slack = await add({
    type: 'slack',
    name: 'Ops room',
    url: 'https://hooks.slack.com/services/T024BE7LD/B01ABCDEF/kX3hTq8wPz',
    events: [
      'incident.opened',
      'incident.reminder',
      'incident.resolved',
      'deployment.succeeded',
      'deployment.failed',
      'deployment.rolled_back',
    ],
  })
  const now = Date.now()
  const tell = async (
    channelId: string,
    agoMs: number,
    channelName: string,
    status: 'pending' | 'delivered' | 'failed',
    attempts: readonly [afterMs: number, statusCode: number | null, error: string | null][],
  ): Promise<void> => {
    const at = now - agoMs
    await database.delivery.create({
      data: {
        teamId,
        channelId,
        event: 'test',
        status,
        payload: { kind: 'test', event: 'test', channelName, url: '' },
        // None of these is sent once more while the pictures are taken.
        dueAt: new Date(now + day),
        tries: attempts.length,
        createdAt: new Date(at),
        endedAt: status === 'pending' ? null : new Date(at + (attempts.at(-1)?.[0] ?? 0)),
        attempts: {
          create: attempts.map(([afterMs, statusCode, error]) => ({
            teamId,
            at: new Date(at + afterMs),
            statusCode,
            error,
            tookMs: 180 + (afterMs % 90),
          })),
        },
      },
    })
  }
  await tell(off, 3 * day, 'Old pager', 'failed', [[0, 410, 'The receiver answered 410.']])
  await tell(email, 2 * hour, 'On call', 'delivered', [[0, 250, null]])
  await tell(slack, 9 * day, 'Ops room', 'delivered', [[0, 200, null]])
  await tell(slack, 26 * hour, 'Ops room', 'delivered', [
    [0, 429, 'The receiver asks to wait 20 s.'],
    [20_000, null, 'The connection was refused.'],
    [35_000, 200, null],
  ])
  await tell(slack, 20 * hour, 'Ops room', 'failed', [
    [0, 500, 'The receiver answered 500.'],
    [5000, 500, 'The receiver answered 500.'],
  ])
  await tell(slack, 4 * minute, 'Ops room', 'pending', [
    [0, null, 'No answer within 10 s.'],
    [15_000, null, 'No answer within 10 s.'],
  ])
  return { slack, email, webhook, off }
}

const addWindows = async ({ database, call, teamId, monitors }: Options): Promise<void> => {
  const window = (body: object) => call('POST', '/maintenance-windows', body)
  const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
  const over = await database.maintenanceWindow.create({
    data: {
      teamId,
      name: 'Move to the new rack',
      startsAt: new Date(Date.now() - 9 * day),
      endsAt: new Date(Date.now() - 9 * day + 3 * hour),
    },
  })
  await database.monitorMaintenance.create({ data: { teamId, windowId: over.id, monitorId: monitors.mail } })
  await window({
    name: 'Backups',
    monitorIds: Object.values(monitors),
    cron: '0 2 * * 0',
    timezone: 'Europe/Berlin',
    durationMinutes: 120,
  })
  await window({
    name: 'First of the month',
    monitorIds: [monitors.mail],
    cron: '30 4 1 * *',
    timezone: 'UTC',
    durationMinutes: 45,
  })
  await window({
    name: 'Database upgrade',
    monitorIds: [monitors.shop, monitors.checkout],
    startsAt: at(2 * day),
    endsAt: at(2 * day + 2 * hour),
  })
  await window({ name: 'The old shop is packed up', monitorIds: [monitors.old], startsAt: at(-hour), endsAt: at(hour) })
}
