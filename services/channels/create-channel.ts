import { assertMay } from '@/core/access/policy'
import { configOf } from '@/core/channels/config'
import type { ChannelDefinition } from '@/core/channels/schema'
import { shownOf } from '@/core/channels/shown'
import { conflict } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { type ChannelView, channelInclude, channelView, sealConfig } from './channel-view'
import { newSigningSecret } from './signing-secret'

/** Keeps a place to tell people. A webhook without a secret gets one, shown in this answer only. Throws conflict. */
export const createChannel: Service<ChannelDefinition, ChannelView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'channel.create')
  const given = input.type === 'webhook' ? input.secret : undefined
  const secret = given ?? newSigningSecret()
  const config = configOf(input, secret)
  const { name, type, events, enabled } = input
  const row = await ctx.db
    .$transaction(async (tx) => {
      const data = {
        teamId: ctx.actor.teamId,
        name,
        type,
        events,
        enabled,
        shown: shownOf(config),
        nextSendAt: ctx.clock.now(),
      }
      // The configuration is sealed for the channel's id, so the row comes first.
      const { id } = await tx.channel.create({ data: { ...data, configSealed: '' } })
      await recordAuditEvent(tx, ctx.actor, {
        action: 'channel.create',
        target: { type: 'channel', id, name },
        after: { type, ...shownOf(config), events, enabled },
      })
      const configSealed = sealConfig(ctx, id, config)
      return tx.channel.update({ where: { id }, data: { configSealed }, include: channelInclude })
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? channelConflict(name) : error
    })
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'channel', channelId: row.id })
  return { ...channelView(row), ...(type === 'webhook' && given === undefined ? { secret } : {}) }
}

export const channelConflict = (name: string): Error =>
  conflict('name_taken', `The team has a channel named ${name} already.`, 'name')
