import type { ChannelConfig } from '@/core/channels/config'
import { shownOf } from '@/core/channels/shown'
import { conflict } from '@/core/errors'
import type { Channel, Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { sealConfig } from './channel-view'

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
  const { count } = await tx.channel.updateMany({
    where: { id: found.id, configSealed: found.configSealed },
    data: { ...data, shown: shownOf(config), configSealed: sealConfig(ctx, found.id, config) },
  })
  if (count === 1) return
  throw conflict('changed_meanwhile', 'The channel was changed by someone else meanwhile; look at it and try again.')
}
