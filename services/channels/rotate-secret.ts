import { assertMay } from '@/core/access/policy'
import { rotated, rotationMs } from '@/core/channels/config'
import { conflict, notFound } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { openConfig } from './channel-view'
import { newSigningSecret } from './signing-secret'
import { writeChannel } from './write-channel'

export interface RotatedSecret {
  id: string
  /** Shown in this answer only. */
  secret: string
  /** Until then messages bear a signature by the secret before as well. */
  previousUntil: string
}

/** Gives a webhook a new signing secret; the one before signs along for a day. Throws not_found and conflict. */
export const rotateSecret: Service<{ channelId: string }, RotatedSecret> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'channel.update')
  const now = ctx.clock.now()
  const secret = newSigningSecret()
  const id = await ctx.db.$transaction(async (tx) => {
    const found = await tx.channel.findUnique({ where: { id: input.channelId } })
    if (!found) throw notFound('channel')
    const config = openConfig(ctx, found)
    if (config.type !== 'webhook') throw conflict('not_signed', 'Only webhooks have a signing secret.')
    await writeChannel(tx, ctx, found, rotated(config, secret, now))
    await recordAuditEvent(tx, ctx.actor, {
      action: 'channel.update',
      target: { type: 'channel', id: found.id, name: found.name },
      after: { secretChanged: true },
    })
    return found.id
  })
  return { id, secret, previousUntil: new Date(now.getTime() + rotationMs).toISOString() }
}
