import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type DeliveryView, deliveryInclude, deliveryView } from './delivery-view'

/** What was told to a channel, newest first, with every attempt. Throws not_found. */
export const listDeliveries: Service<PageInput & { channelId: string }, Page<DeliveryView>> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'delivery.read')
  const channel = await ctx.db.channel.findUnique({ where: { id: input.channelId }, select: { id: true } })
  if (!channel) throw notFound('channel')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.delivery.findMany({
    where: { ...where, channelId: channel.id },
    ...page,
    include: deliveryInclude,
  })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: data.map(deliveryView), nextCursor }
}
