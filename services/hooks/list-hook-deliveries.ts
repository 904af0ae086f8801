import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { deliveryViews, type HookDeliveryView } from './delivery-views'

/** What came by a hook in the last 30 days, newest first. Throws not_found. */
export const listHookDeliveries: Service<PageInput & { hookId: string }, Page<HookDeliveryView>> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'hook.read')
  const hook = await ctx.db.deployHook.findFirst({ where: { id: input.hookId }, select: { id: true } })
  if (!hook) throw notFound('hook')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.deployHookDelivery.findMany({ where: { ...where, hookId: hook.id }, ...page })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: await deliveryViews(ctx, data), nextCursor }
}
