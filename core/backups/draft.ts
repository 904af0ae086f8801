import type { FieldError } from '../errors'
import { validateWith } from '../forms/validate'
import { type BackupSettings, backupSettingsInputSchema } from './settings'

/** The settings of backups as a form holds them. */
export interface BackupDraft {
  enabled: boolean
  time: string
  timezone: string
  keep: string
  type: 'folder' | 's3'
  folder: string
  endpoint: string
  region: string
  bucket: string
  prefix: string
  accessKeyId: string
  /** Empty: as it is. */
  secretAccessKey: string
  /** Whether the encryption key goes into each backup. */
  hasKey: boolean
  /** Empty: as it is. */
  passphrase: string
}

/** What is kept so far; of secrets only whether there is one. */
export type KnownSettings = BackupSettings & { hasSecretAccessKey: boolean; hasPassphrase: boolean }

const empty: BackupDraft = {
  enabled: false,
  time: '03:00',
  timezone: 'UTC',
  keep: '14',
  type: 'folder',
  folder: '',
  endpoint: '',
  region: '',
  bucket: '',
  prefix: '',
  accessKeyId: '',
  secretAccessKey: '',
  hasKey: false,
  passphrase: '',
}

export const backupDraft = (known: KnownSettings | null): BackupDraft => {
  if (!known) return empty
  const { enabled, time, timezone, keep, destination, hasPassphrase } = known
  return { ...empty, enabled, time, timezone, keep: String(keep), ...destination, hasKey: hasPassphrase }
}

/** Which fields of the settings each part of the draft stands for, where the names differ. */
export const backupPaths: Partial<Record<keyof BackupDraft, string>> = {
  type: 'destination.type',
  folder: 'destination.folder',
  endpoint: 'destination.endpoint',
  region: 'destination.region',
  bucket: 'destination.bucket',
  prefix: 'destination.prefix',
  accessKeyId: 'destination.accessKeyId',
}

/** The settings that a form describes, to be checked by the schema. */
export const backupInput = (draft: BackupDraft): unknown => {
  const { enabled, time, timezone, keep, type, folder, endpoint, region, bucket, prefix, accessKeyId } = draft
  const { secretAccessKey, hasKey, passphrase } = draft
  const kept = passphrase === '' ? {} : { passphrase }
  return {
    enabled,
    time,
    timezone,
    keep: keep.trim() === '' ? Number.NaN : Number(keep),
    destination: type === 'folder' ? { type, folder } : { type, endpoint, region, bucket, prefix, accessKeyId },
    ...(type === 's3' && secretAccessKey !== '' ? { secretAccessKey } : {}),
    ...(hasKey ? kept : { passphrase: null }),
  }
}

/** What is wrong with it so far. */
export const validateBackupDraft = (draft: BackupDraft, known: KnownSettings | null): FieldError[] => [
  ...validateWith(backupSettingsInputSchema, backupInput(draft)),
  ...(draft.type === 's3' && draft.secretAccessKey === '' && !known?.hasSecretAccessKey
    ? [{ path: 'secretAccessKey', message: 'Give the secret access key that belongs to the access key ID.' }]
    : []),
  ...(draft.hasKey && draft.passphrase === '' && !known?.hasPassphrase
    ? [{ path: 'passphrase', message: 'Give the passphrase that seals the key.' }]
    : []),
]
