import { z } from 'zod'
import { destinationSchema } from './destination'

const isTimezone = (timezone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }) !== null
  } catch {
    return false
  }
}

/** As the command takes it (bin/gapless backup --passphrase-file). */
export const leastPassphrase = 12

/** When backups of the control plane are made by themselves, where they go, and how many are kept. */
export const backupSettingsSchema = z.strictObject({
  enabled: z.boolean(),
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time of the day, as in 03:00.'),
  timezone: z.string().max(100).refine(isTimezone, 'Use a time zone such as Europe/Berlin or UTC.'),
  keep: z
    .number('Use a whole number from 1 to 365.')
    .int('Use a whole number from 1 to 365.')
    .min(1, 'Keep 1 or more.')
    .max(365, 'Keep 365 or fewer.'),
  destination: destinationSchema,
})
export type BackupSettings = z.output<typeof backupSettingsSchema>

/** As the operator writes them: with what is secret, where it is to be another than before. */
export const backupSettingsInputSchema = backupSettingsSchema.extend({
  /** Of S3; absent: as it is. */
  secretAccessKey: z.string().trim().min(1).max(256, 'A secret access key has at most 256 characters.').optional(),
  /** What seals the encryption key that is put into each backup. null: the key is not put in; absent: as it is. */
  passphrase: z
    .string()
    .min(leastPassphrase, `A passphrase has ${leastPassphrase} characters or more.`)
    .max(1000, 'A passphrase has at most 1,000 characters.')
    .regex(/^[^\p{Cc}]*$/u, 'A passphrase is one line.')
    .nullable()
    .optional(),
})
export type BackupSettingsInput = z.output<typeof backupSettingsInputSchema>

/** What of them is sealed. */
export const backupSecretsSchema = z.object({
  secretAccessKey: z.string().nullable(),
  passphrase: z.string().nullable(),
})
export type BackupSecrets = z.output<typeof backupSecretsSchema>
