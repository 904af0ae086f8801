import { assertOperator } from '@/core/access/policy'
import { destinationWords } from '@/core/backups/destination'
import type { BackupSettingsInput } from '@/core/backups/settings'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { findBackupSettings } from './kept-settings'
import { newSecrets } from './new-secrets'
import { tryDestination } from './try-destination'

/** Tries a destination as it is being written. Returns it in words. Throws forbidden, invalid and unavailable. */
export const testBackupDestination: Service<BackupSettingsInput, string> = async ({ ctx, input }) => {
  assertOperator(ctx.actor, 'test where backups go')
  const { secretAccessKey } = newSecrets(ctx, await findBackupSettings(ctx.instanceDb), input)
  const words = destinationWords(input.destination)
  await ctx.instanceDb.$transaction((tx) =>
    recordAuditEvent(tx, ctx.actor, { action: 'backup.test', target: { type: 'backup', id: 'schedule', name: words } }),
  )
  await tryDestination(ctx, input.destination, secretAccessKey)
  return words
}
