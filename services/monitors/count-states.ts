import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'

/** How many monitors are in each state; maintenance is not told apart here. */
export const countStates: Service<
  Record<string, never>,
  Record<'up' | 'degraded' | 'down' | 'pending' | 'paused', number>
> = async ({ ctx }) => {
  assertMay(ctx.actor, 'monitor.read')
  const [states, paused] = await Promise.all([
    ctx.db.monitorWatch.groupBy({ by: ['state'], where: { monitor: { enabled: true } }, _count: true }),
    ctx.db.monitor.count({ where: { enabled: false } }),
  ])
  const counts = { up: 0, degraded: 0, down: 0, pending: 0, paused }
  for (const { state, _count } of states) counts[state] = _count
  return counts
}
