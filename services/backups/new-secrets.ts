import type { BackupSecrets, BackupSettingsInput } from '@/core/backups/settings'
import { invalid } from '@/core/errors'
import type { Context } from '@/services/context'
import { type KeptSettings, openBackupSecrets } from './kept-settings'

/** What is secret once this is written over what was kept. Throws invalid (secretAccessKey). */
export const newSecrets = (
  ctx: Pick<Context, 'vault'>,
  kept: KeptSettings | null,
  { destination, secretAccessKey, passphrase }: BackupSettingsInput,
): BackupSecrets => {
  const before = kept ? openBackupSecrets(ctx, kept) : { secretAccessKey: null, passphrase: null }
  const key = destination.type === 's3' ? (secretAccessKey ?? before.secretAccessKey) : null
  if (destination.type === 's3' && key === null) {
    throw invalid([
      { path: 'secretAccessKey', message: 'Give the secret access key that belongs to the access key ID.' },
    ])
  }
  return { secretAccessKey: key, passphrase: passphrase === undefined ? before.passphrase : passphrase }
}
