import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { type ChannelView, channelInclude, channelView } from './channel-view'

/** One channel, without what is secret of it. Throws not_found. */
export const getChannel: Service<{ channelId: string }, ChannelView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'channel.read')
  const row = await ctx.db.channel.findUnique({ where: { id: input.channelId }, include: channelInclude })
  if (!row) throw notFound('channel')
  return channelView(row)
}
