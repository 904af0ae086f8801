import { assertMay } from '@/core/access/policy'
import { mergePatch } from '@/core/apps/merge-patch'
import { type ChannelConfig, configOf } from '@/core/channels/config'
import { type ChannelDefinition, channelSchema } from '@/core/channels/schema'
import { shownOf } from '@/core/channels/shown'
import { invalid, notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import { parseValues } from '@/core/validation'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { type ChannelView, channelInclude, channelView, openConfig } from './channel-view'
import { channelConflict } from './create-channel'
import { writeChannel } from './write-channel'

/**
 * Changes a channel by a JSON merge patch; what is not in it stays, secrets too. Switching one on forgets why it was
 * switched off. Throws not_found, invalid and conflict.
 */
export const updateChannel: Service<{ channelId: string; patch: Record<string, unknown> }, ChannelView> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'channel.update')
  let name = ''
  const row = await ctx.db
    .$transaction(async (tx) => {
      const found = await tx.channel.findUnique({ where: { id: input.channelId } })
      if (!found) throw notFound('channel')
      const config = openConfig(ctx, found)
      const { secrets: _, ...shownConfig } = { secrets: null, ...config }
      const before = { name: found.name, events: found.events, enabled: found.enabled, ...shownConfig }
      const after = parseValues(channelSchema, mergePatch(before, input.patch))
      if (after.type !== found.type) throw invalid([{ path: 'type', message: 'Make a channel of the other type.' }])
      name = after.name
      const changed = patchedConfig(config, after)
      const { events, enabled } = after
      await recordAuditEvent(tx, ctx.actor, {
        action: 'channel.update',
        target: { type: 'channel', id: found.id, name },
        before: { name: found.name, events: found.events, enabled: found.enabled, ...shownOf(config) },
        after: { name, events, enabled, ...shownOf(changed), secretChanged: 'secret' in input.patch },
      })
      await writeChannel(tx, ctx, found, changed, {
        name,
        events,
        enabled,
        ...(enabled ? { disabledReason: null } : {}),
      })
      return tx.channel.findUniqueOrThrow({ where: { id: found.id }, include: channelInclude })
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? channelConflict(name) : error
    })
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'channel', channelId: row.id })
  return channelView(row)
}

const patchedConfig = (before: ChannelConfig, after: ChannelDefinition): ChannelConfig =>
  before.type === 'webhook' && after.type === 'webhook' && after.secret === undefined
    ? { ...before, url: after.url }
    : configOf(after, after.type === 'webhook' ? (after.secret ?? '') : '')
