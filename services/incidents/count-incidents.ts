import { assertMay } from '@/core/access/policy'
import { isWarning } from '@/core/incidents/causes'
import { unresolved } from '@/core/incidents/status'
import type { Service } from '@/services/context'

export interface IncidentCounts {
  open: number
  acknowledged: number
  /** Some of them are more than warnings. */
  hurts: boolean
}

/** How many of the team's incidents have not ended: by the index of status, however many have. */
export const countIncidents: Service<Record<string, never>, IncidentCounts> = async ({ ctx }) => {
  assertMay(ctx.actor, 'incident.read')
  const groups = await ctx.db.incident.groupBy({
    by: ['status', 'causeCode'],
    where: { status: { in: [...unresolved] } },
    _count: { _all: true },
  })
  const count = (status: 'open' | 'acknowledged'): number =>
    groups.reduce((sum, group) => sum + (group.status === status ? group._count._all : 0), 0)
  return {
    open: count('open'),
    acknowledged: count('acknowledged'),
    hurts: groups.some(({ causeCode }) => !isWarning(causeCode)),
  }
}
