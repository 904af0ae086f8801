import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'

/** Forgets a channel, with its deliveries; what was not sent yet is not sent. Throws not_found. */
export const deleteChannel: Service<{ channelId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'channel.delete')
  await ctx.db.$transaction(async (tx) => {
    const found = await tx.channel.findUnique({ where: { id: input.channelId } })
    if (!found) throw notFound('channel')
    await tx.channel.deleteMany({ where: { id: found.id } })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'channel.delete',
      target: { type: 'channel', id: found.id, name: found.name },
      before: { type: found.type, shown: found.shown },
    })
  })
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'channel', channelId: input.channelId })
}
