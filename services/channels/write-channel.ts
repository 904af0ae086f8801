import type { ChannelConfig } from '@/core/channels/config'
import { shownOf } from '@/core/channels/shown'
import { conflict } from '@/core/errors'
import type { Channel, Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { openConfig, sealConfig } from './channel-view'

/**
 * Writes a channel as it is to be, if it still is as it was read: a sealed text is another after each change. Throws
 * conflict where someone else came first.
 */
export const writeChannel = async (
  tx: Prisma.TransactionClient,
  ctx: Pick<Context, 'vault'>,
  found: Channel,
  config: ChannelConfig,
  data: Prisma.ChannelUpdateManyMutationInput = {},
): Promise<void> => {
  const written = async (configSealed: string): Promise<boolean> => {
    const { count } = await tx.channel.updateMany({
      where: { id: found.id, configSealed },
      data: { ...data, shown: shownOf(config), configSealed: sealConfig(ctx, found.id, config) },
    })
    return count === 1
  }
  if (await written(found.configSealed)) return
  const present = await tx.channel.findUnique({ where: { id: found.id } })
  if (present && isOnlyResealed(ctx, found, present) && (await written(present.configSealed))) return
  throw conflict('changed_meanwhile', 'The channel was changed by someone else meanwhile; look at it and try again.')
}

/** Whether nobody changed it and only its key is another: keys are rotated while people go on. */
const isOnlyResealed = (ctx: Pick<Context, 'vault'>, before: Channel, after: Channel): boolean => {
  const plain = (row: Channel): string => {
    const { name, events, enabled, disabledReason } = row
    return JSON.stringify({ name, events, enabled, disabledReason, config: openConfig(ctx, row) })
  }
  return plain(before) === plain(after)
}
