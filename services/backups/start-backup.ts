import { assertOperator } from '@/core/access/policy'
import { destinationWords } from '@/core/backups/destination'
import { conflict } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { findBackupSettings } from './kept-settings'
import { tellOperators } from './tell-operators'

/**
 * Asks for a backup now, to where the settings say, whether or not they are switched on; a worker makes it within seconds.
 * Throws forbidden and conflict (backup_destination_missing, backup_under_way).
 */
export const startBackup: Service<Record<string, never>, { id: string }> = async ({ ctx }) => {
  assertOperator(ctx.actor, 'make a backup')
  const kept = await findBackupSettings(ctx.instanceDb)
  if (!kept) throw conflict('backup_destination_missing', 'Say where backups go first, and save it.')
  const destination = destinationWords(kept.settings.destination)
  const { id } = await ctx.instanceDb.$transaction(async (tx) => {
    // Who asks at the same moment waits here.
    await tx.$queryRaw`SELECT 1 FROM "InstanceSetting" WHERE "key" = 'backup.schedule' FOR UPDATE`
    if ((await tx.backup.count({ where: { finishedAt: null } })) > 0) {
      throw conflict('backup_under_way', 'A backup is being made already. Wait until it has ended.')
    }
    const row = await tx.backup.create({
      data: { trigger: 'dashboard', status: 'waiting', destination, startedAt: ctx.clock.now() },
    })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'backup.create',
      target: { type: 'backup', id: row.id, name: destination },
    })
    return row
  })
  await tellOperators(ctx)
  return { id }
}
