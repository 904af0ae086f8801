import { z } from 'zod'
import type { Monitor } from '@/prisma/generated/client'
import { listIncidents } from '@/services/incidents/list-incidents'
import { createAlertsWorld, down } from './alerts-world'
import { startHttpReceiver } from './receivers/http-receiver'
import { startSmtpInbox } from './receivers/smtp-inbox'

const bodySchema = z.looseObject({
  type: z.string(),
  data: z.looseObject({
    incidents: z.array(
      z.looseObject({
        id: z.string(),
        monitorId: z.string(),
        cause: z.string(),
        afterDeployment: z.string().nullable(),
      }),
    ),
  }),
})

/** Incidents that monitors open and end as they are told to, and a webhook and an inbox that are told of them. */
export const createIncidentWorld = async () => {
  const open: { close(): Promise<void> }[] = []
  const kept = <Server extends { close(): Promise<void> }>(server: Server): Server => {
    open.push(server)
    return server
  }
  const inbox = kept(await startSmtpInbox())
  const alerts = kept(await createAlertsWorld({ smtpUrl: inbox.url }))
  const receiver = kept(await startHttpReceiver(() => ({ status: 200 })))
  const channel = await alerts.addPager(receiver)
  const bodies = () => receiver.received.map(({ body }) => bodySchema.parse(JSON.parse(body)))
  const incidents = async () => (await listIncidents({ ctx: alerts.ctx, input: { limit: 200 } })).data
  return {
    alerts,
    receiver,
    /** The webhook. */
    channelId: channel.id,
    mails: inbox.mails,
    /** Closes a server of the test's own with the rest. */
    kept,
    /** What came to the webhook. */
    bodies,
    types: () => bodies().map(({ type }) => type),
    fail: (monitor: Monitor) => alerts.say(monitor, { kind: 'opened', openedAt: alerts.now(), cause: down() }),
    recover: (monitor: Monitor) => alerts.say(monitor, { kind: 'resolved' }),
    incidents,
    only: async () => {
      const [incident, ...others] = await incidents()
      if (!incident || others.length > 0) throw new Error(`${others.length + 1} incidents instead of one`)
      return incident
    },
    close: async (): Promise<void> => {
      for (const one of open.splice(0).reverse()) await one.close()
    },
  }
}
export type IncidentWorld = Awaited<ReturnType<typeof createIncidentWorld>>
