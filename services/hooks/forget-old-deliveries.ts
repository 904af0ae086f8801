import { keptDays } from '@/core/hooks/schema'
import type { InstanceContext } from '@/services/context'

const dayMs = 24 * 60 * 60_000

/** Forgets deliveries of deploy hooks after 30 days: nobody sends them again by then. */
export const forgetOldHookDeliveries = async (ctx: Pick<InstanceContext, 'instanceDb' | 'clock'>): Promise<void> => {
  const before = new Date(ctx.clock.now().getTime() - keptDays * dayMs)
  await ctx.instanceDb.deployHookDelivery.deleteMany({ where: { at: { lt: before } } })
}
