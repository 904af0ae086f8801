import { assertOperator } from '@/core/access/policy'
import { destinationWords } from '@/core/backups/destination'
import type { BackupSettings, BackupSettingsInput } from '@/core/backups/settings'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { findBackupSettings, keepBackupSettings, sealBackupSecrets } from './kept-settings'
import { newSecrets } from './new-secrets'
import { tellOperators } from './tell-operators'
import { tryDestination } from './try-destination'

/**
 * Sets when backups of the control plane are made, where they go and how many are kept. A destination is tried before it
 * is taken, unless backups are switched off. Slots count from now on. Throws forbidden, invalid (fields of the settings)
 * and unavailable.
 */
export const setBackupSettings: Service<BackupSettingsInput, null> = async ({ ctx, input }) => {
  assertOperator(ctx.actor, 'say when backups are made')
  const { secretAccessKey: _, passphrase: __, ...settings } = input
  const kept = await findBackupSettings(ctx.instanceDb)
  const secrets = newSecrets(ctx, kept, input)
  if (settings.enabled) await tryDestination(ctx, settings.destination, secrets.secretAccessKey)
  await ctx.instanceDb.$transaction(async (tx) => {
    await keepBackupSettings(tx, { settings, since: ctx.clock.now(), sealed: sealBackupSecrets(ctx, secrets) })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'backup.schedule',
      target: { type: 'backup', id: 'schedule', name: destinationWords(settings.destination) },
      ...(kept ? { before: audited(kept.settings) } : {}),
      after: { ...audited(settings), keyInside: secrets.passphrase !== null },
    })
  })
  await tellOperators(ctx)
  return null
}

const audited = ({ enabled, time, timezone, keep, destination }: BackupSettings): Prisma.InputJsonObject => ({
  enabled,
  time,
  timezone,
  keep,
  destination: destinationWords(destination),
})
