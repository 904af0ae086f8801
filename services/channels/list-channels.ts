import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type ChannelView, channelInclude, channelView } from './channel-view'

/** The team's channels, newest first, without what is secret of them. */
export const listChannels: Service<PageInput, Page<ChannelView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'channel.read')
  const rows = await ctx.db.channel.findMany({ ...pageQuery(input), include: channelInclude })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: data.map(channelView), nextCursor }
}
