import { z } from 'zod'
import {
  type BackupSecrets,
  type BackupSettings,
  backupSecretsSchema,
  backupSettingsSchema,
} from '@/core/backups/settings'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { Prisma } from '@/prisma/generated/client'
import type { Context, DatabaseOrTransaction } from '@/services/context'

/** Under which name the instance keeps them. */
const name = 'backup.schedule'
const secretsContext = sealContexts.instanceSetting(name)

/** `since`: from when on slots count; those before are nobody's. */
const keptSchema = z.object({ settings: backupSettingsSchema, since: z.iso.datetime() })

export interface KeptSettings {
  settings: BackupSettings
  since: Date
  sealed: string
}

/** As the operator set them; null where nobody has. */
export const findBackupSettings = async (db: DatabaseOrTransaction): Promise<KeptSettings | null> => {
  const row = await db.instanceSetting.findUnique({ where: { key: name } })
  if (!row?.sealed) return null
  const { settings, since } = keptSchema.parse(row.value)
  return { settings, since: new Date(since), sealed: row.sealed }
}

export const keepBackupSettings = async (tx: Prisma.TransactionClient, kept: KeptSettings): Promise<void> => {
  const data = { value: { settings: kept.settings, since: kept.since.toISOString() }, sealed: kept.sealed }
  await tx.instanceSetting.upsert({ where: { key: name }, create: { key: name, ...data }, update: data })
}

export const sealBackupSecrets = ({ vault }: Pick<Context, 'vault'>, secrets: BackupSecrets): string =>
  vault.seal(JSON.stringify(secrets), secretsContext)

export const openBackupSecrets = (
  { vault }: Pick<Context, 'vault'>,
  { sealed }: Pick<KeptSettings, 'sealed'>,
): BackupSecrets => backupSecretsSchema.parse(JSON.parse(vault.open(sealed, secretsContext)))
