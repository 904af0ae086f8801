import { monitorsChannel, teamChannel } from '@/core/ports/live-events'
import type { InstanceContext } from '@/services/context'
import type { Outcome } from './finished-check'

const tellEveryMs = 1000

/** Tells pages what was checked: changes at once, the rest about once a second for each team. */
export const createTeller = (ctx: Pick<InstanceContext, 'live' | 'clock'>) => {
  const waiting = new Map<string, Set<string>>()
  let toldAt = 0
  return (stored: readonly Outcome[]): void => {
    for (const { monitor, period, steps, standing } of stored) {
      const ids = waiting.get(monitor.teamId) ?? new Set()
      waiting.set(monitor.teamId, ids.add(monitor.id))
      if (period === null && steps.length === 0) continue
      const message = { kind: 'monitor', monitorId: monitor.id, state: standing.state }
      void ctx.live.publish(monitorsChannel(monitor.teamId), message)
      // Incidents are counted on every page; those listen to their team.
      if (steps.length === 0) continue
      void ctx.live.publish(teamChannel(monitor.teamId), { kind: 'incident', monitorId: monitor.id })
    }
    const now = ctx.clock.now().getTime()
    if (now - toldAt < tellEveryMs) return
    toldAt = now
    for (const [teamId, ids] of waiting) {
      void ctx.live.publish(monitorsChannel(teamId), { kind: 'checked', monitorIds: [...ids] })
    }
    waiting.clear()
  }
}
