import type { Monitor } from '@/prisma/generated/client'
import type { DatabaseOrTransaction } from '@/services/context'
import { applyToIncident } from '@/services/incidents/apply-to-incident'

/** Takes a monitor away with its incidents and its history. Who was told that it is down is told that nobody looks any more. */
export const forgetMonitor = async (tx: DatabaseOrTransaction, monitor: Monitor, now: Date): Promise<void> => {
  await applyToIncident(tx, { monitor, change: { kind: 'resolved', unwatched: true }, now })
  await tx.monitorRollup.deleteMany({ where: { teamId: monitor.teamId, monitorId: monitor.id } })
  await tx.monitorCheck.deleteMany({ where: { teamId: monitor.teamId, monitorId: monitor.id } })
  await tx.monitor.deleteMany({ where: { teamId: monitor.teamId, id: monitor.id } })
}
