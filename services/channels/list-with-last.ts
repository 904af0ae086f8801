import { z } from 'zod'
import type { Service } from '@/services/context'
import type { Page, PageInput } from '@/services/page'
import type { ChannelView } from './channel-view'
import { listChannels } from './list-channels'

export interface ChannelWithLast extends ChannelView {
  /** The newest message to it. */
  last: { status: 'pending' | 'delivered' | 'failed'; at: string } | null
}

const rowsSchema = z.array(
  z.object({ channelId: z.string(), status: z.enum(['pending', 'delivered', 'failed']), createdAt: z.date() }),
)

/** The team's channels, newest first, each with how its last message went: read by the index, however long the log is. */
export const listChannelsWithLast: Service<PageInput, Page<ChannelWithLast>> = async ({ ctx, input }) => {
  const { data, nextCursor } = await listChannels({ ctx, input })
  const ids = data.map(({ id }) => id)
  const rows = rowsSchema.parse(
    await ctx.instanceDb.$queryRaw`
      SELECT last.* FROM unnest(${ids}::text[]) AS channel(id) CROSS JOIN LATERAL (
        SELECT "channelId", "status"::text, "createdAt" FROM "Delivery"
        WHERE "channelId" = channel.id AND "teamId" = ${ctx.actor.teamId} ORDER BY "id" DESC LIMIT 1
      ) last`,
  )
  return {
    data: data.map((channel) => {
      const last = rows.find(({ channelId }) => channelId === channel.id)
      return { ...channel, last: last ? { status: last.status, at: last.createdAt.toISOString() } : null }
    }),
    nextCursor,
  }
}
