import { assertOperator } from '@/core/access/policy'
import type { BackupSettings } from '@/core/backups/settings'
import { lastSlot, nextSlot } from '@/core/backups/slots'
import type { BackupView } from '@/core/backups/view'
import type { Backup } from '@/prisma/generated/client'
import type { Context, Service } from '@/services/context'
import { findBackupSettings, type KeptSettings, openBackupSecrets } from './kept-settings'

export interface BackupsView {
  /** null: nobody has set anything. Of secrets only whether there is one. */
  settings: (BackupSettings & { hasSecretAccessKey: boolean; hasPassphrase: boolean }) | null
  /** The newest first. */
  backups: BackupView[]
  /** The newest that is whole; may be older than those that are listed. */
  lastGood: BackupView | null
  next: string | null
  /** A slot that has passed for minutes and that no worker has come to. */
  missed: string | null
  /** Short names of the keys that open what is secret in a backup of now. */
  keyIds: readonly string[]
}

const listed = 20
/** A worker looks every few seconds. */
const missedAfterMs = 3 * 60_000

/** The last backups of the control plane, and when the next one is. Throws forbidden. */
export const readBackups: Service<Record<string, never>, BackupsView> = async ({ ctx }) => {
  assertOperator(ctx.actor, 'see backups')
  const [kept, rows, lastGood] = await Promise.all([
    findBackupSettings(ctx.instanceDb),
    ctx.instanceDb.backup.findMany({ orderBy: { startedAt: 'desc' }, take: listed }),
    ctx.instanceDb.backup.findFirst({ where: { status: 'done' }, orderBy: { startedAt: 'desc' } }),
  ])
  const now = ctx.clock.now()
  return {
    settings: kept && settingsView(ctx, kept),
    backups: rows.map(backupView),
    lastGood: lastGood && backupView(lastGood),
    next: kept?.settings.enabled ? nextSlot(kept.settings, now).toISOString() : null,
    missed: kept ? await missedSlot(ctx, kept, now) : null,
    keyIds: ctx.vault.knownKeys(),
  }
}

const settingsView = (ctx: Context, kept: KeptSettings): BackupsView['settings'] => {
  const { secretAccessKey, passphrase } = openBackupSecrets(ctx, kept)
  return { ...kept.settings, hasSecretAccessKey: secretAccessKey !== null, hasPassphrase: passphrase !== null }
}

const missedSlot = async ({ instanceDb }: Context, { settings, since }: KeptSettings, now: Date) => {
  if (!settings.enabled) return null
  const slot = lastSlot(settings, now)
  if (slot < since || now.getTime() - slot.getTime() < missedAfterMs) return null
  const made = await instanceDb.backup.count({ where: { slot: { gte: slot } } })
  return made > 0 ? null : slot.toISOString()
}

const backupView = (row: Backup): BackupView => {
  const { id, trigger, destination, status, file, bytes, error, startedAt, finishedAt } = row
  const times = { startedAt: startedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null }
  return { id, trigger, destination, status, file, bytes, error, ...times }
}
