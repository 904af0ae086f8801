import { assertMay } from '@/core/access/policy'
import { mostHooks } from '@/core/hooks/schema'
import type { Service } from '@/services/context'
import { deliveryViews, type HookDeliveryView } from './delivery-views'
import { type HookView, hookView } from './hook-view'

export type HookWithDeliveries = HookView & { deliveries: HookDeliveryView[] }

const shownDeliveries = 5

/** All deploy hooks of an app, newest first, each with what came by it last: for the app's settings page. */
export const readAppHooks: Service<{ appId: string }, HookWithDeliveries[]> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'hook.read')
  const rows = await ctx.db.deployHook.findMany({
    where: { appId: input.appId },
    orderBy: { id: 'desc' },
    take: mostHooks,
    include: { deliveries: { orderBy: { id: 'desc' }, take: shownDeliveries } },
  })
  const views = await deliveryViews(
    ctx,
    rows.flatMap(({ deliveries }) => deliveries),
  )
  return rows.map((row) => ({
    ...hookView(ctx, row),
    deliveries: views.filter(({ id }) => row.deliveries.some((one) => one.id === id)),
  }))
}
