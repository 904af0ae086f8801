import type { DatabaseOrTransaction, InstanceContext } from '@/services/context'
import { spanAt } from './window-times'
import { windowsBetween } from './windows-between'

/**
 * Which of these monitors are in maintenance at that time, and until when. A window that follows on another makes it
 * last until its own end. In a transaction pass its client.
 */
export const inMaintenance = async (
  ctx: Pick<InstanceContext, 'instanceDb' | 'schedule'>,
  monitorIds: readonly string[],
  at: Date,
  db: DatabaseOrTransaction = ctx.instanceDb,
): Promise<Map<string, Date>> => {
  const rows = await windowsBetween(db, monitorIds, { from: at, to: at })
  const until = new Map<string, Date>()
  for (const { monitorId, window } of rows) {
    const span = spanAt(window, ctx.schedule, at)
    const known = until.get(monitorId)
    if (span && (known === undefined || known < span.to)) until.set(monitorId, span.to)
  }
  return until
}
