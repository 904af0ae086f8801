import type { Message, ToldIncident } from '@/core/deliveries/message'
import type { Delivery } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { rollbackToken } from '@/services/incidents/rollback-link'
import { rollbackTarget } from '@/services/incidents/rollback-target'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'instance' | 'signer' | 'clock'>

/** More incidents of one message have no rollback link of their own. */
const mostLinked = 15

/** Puts addresses and links into a message as it is sent: they are this day's, and none is kept. */
export const dressMessage = async (ctx: Ctx, delivery: Delivery, message: Message): Promise<Message> => {
  const { url } = ctx.instance
  switch (message.kind) {
    case 'incidents': {
      const incidents = await Promise.all(
        message.incidents.map(async (incident, index) => ({
          ...incident,
          url: `${url}/incidents/${incident.id}`,
          links:
            message.event === 'incident.resolved' || index >= mostLinked
              ? []
              : await rollbackLinks(ctx, delivery.teamId, incident),
        })),
      )
      return { ...message, incidents }
    }
    case 'deployment': {
      const links = [{ label: 'Open the deployment', url: `${url}/deployments/${message.deployment.id}` }]
      return { ...message, deployment: { ...message.deployment, links } }
    }
    case 'certificate': {
      const links = [{ label: 'Open the certificates', url: `${url}/settings/certificates` }]
      return { ...message, certificate: { ...message.certificate, links } }
    }
    case 'backup': {
      const links = [{ label: 'Open the backups', url: `${url}/settings/backup` }]
      return { ...message, backup: { ...message.backup, links } }
    }
    case 'test':
      return { ...message, url: `${url}/settings/channels` }
  }
}

const rollbackLinks = async (ctx: Ctx, teamId: string, incident: ToldIncident): Promise<ToldIncident['links']> => {
  const { id, deploymentId, causeCode } = incident
  const openedAt = new Date(incident.openedAt)
  const target = await rollbackTarget(ctx.instanceDb, { teamId, deploymentId, causeCode, openedAt })
  if (!target.possible) return []
  const token = encodeURIComponent(rollbackToken(ctx, id))
  return [
    { label: `Roll back to v${target.to.number}`, url: `${ctx.instance.url}/incidents/${id}/roll-back?token=${token}` },
  ]
}
