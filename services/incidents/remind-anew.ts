import type { Monitor, Prisma } from '@/prisma/generated/client'
import { remindAtOf } from './remind-at'

/** Reminds of a monitor's open incident as the monitor says from now on, counted from now. */
export const remindAnew = async (tx: Prisma.TransactionClient, monitor: Monitor, now: Date): Promise<void> => {
  await tx.incident.updateMany({
    where: { teamId: monitor.teamId, monitorId: monitor.id, status: 'open', toldAt: { not: null } },
    data: { remindAt: remindAtOf({ status: 'open' }, monitor, now) },
  })
}
