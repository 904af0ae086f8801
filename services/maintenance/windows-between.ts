import type { MaintenanceWindow } from '@/prisma/generated/client'
import type { DatabaseOrTransaction } from '@/services/context'

/** The windows of these monitors that may hold a time from `from` to `to`: of recurring ones only their schedule knows. */
export const windowsBetween = (
  db: DatabaseOrTransaction,
  monitorIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<{ monitorId: string; window: MaintenanceWindow }[]> =>
  db.monitorMaintenance.findMany({
    where: {
      monitorId: { in: [...new Set(monitorIds)] },
      window: { OR: [{ cron: { not: null } }, { startsAt: { lte: to }, endsAt: { gt: from } }] },
    },
    include: { window: true },
  })
