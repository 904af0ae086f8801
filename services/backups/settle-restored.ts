import { systemActor } from '@/core/access/actor'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Database } from '@/services/context'

/**
 * What is different after a restore: nobody is signed in, for sessions that had been ended since would be good again;
 * backups that were under way are not; and every team's audit log says so.
 */
export const settleRestored = (db: Database, { now, madeAt }: { now: Date; madeAt: Date }): Promise<void> =>
  db.$transaction(async (tx) => {
    await tx.session.updateMany({ where: { revokedAt: null }, data: { revokedAt: now } })
    await tx.backup.updateMany({
      where: { finishedAt: null },
      data: { status: 'failed', error: 'The instance was restored from a backup meanwhile.', finishedAt: now },
    })
    for (const { id, name } of await tx.team.findMany({ select: { id: true, name: true } })) {
      await recordAuditEvent(tx, systemActor(id), {
        action: 'instance.restore',
        target: { type: 'team', id, name },
        after: { asOf: madeAt.toISOString() },
      })
    }
  })
