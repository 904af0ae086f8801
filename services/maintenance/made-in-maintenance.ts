import type { InstanceContext } from '@/services/context'
import { spanAt } from './window-times'
import { windowsBetween } from './windows-between'

/**
 * The monitors of which a check began in maintenance or came back in it, `now`: what was begun a moment before a window
 * ends says of the time in it, however long it waited for an answer.
 */
export const madeInMaintenance = async (
  { instanceDb, schedule }: Pick<InstanceContext, 'instanceDb' | 'schedule'>,
  checks: readonly { monitorId: string; at: Date }[],
  now: Date,
): Promise<Set<string>> => {
  const begun = new Map(checks.map(({ monitorId, at }) => [monitorId, at]))
  const from = new Date(Math.min(now.getTime(), ...checks.map(({ at }) => at.getTime())))
  const rows = await windowsBetween(instanceDb, [...begun.keys()], { from, to: now })
  const holds = ({ monitorId, window }: (typeof rows)[number]): boolean =>
    [now, begun.get(monitorId) ?? now].some((time) => spanAt(window, schedule, time) !== null)
  return new Set(rows.filter(holds).map(({ monitorId }) => monitorId))
}
