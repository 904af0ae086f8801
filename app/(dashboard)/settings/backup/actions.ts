'use server'

import { revalidatePath } from 'next/cache'
import { runAction } from '@/app/_server/action'
import type { ActionResult } from '@/core/action-result'
import { backupSettingsInputSchema } from '@/core/backups/settings'
import { parseValues } from '@/core/validation'
import { setBackupSettings } from '@/services/backups/set-backup-settings'
import { startBackup } from '@/services/backups/start-backup'
import { testBackupDestination } from '@/services/backups/test-backup-destination'

const path = '/settings/backup'

export const saveBackupSettings = async (input: unknown): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await setBackupSettings({ ctx, input: parseValues(backupSettingsInputSchema, input) })
    revalidatePath(path)
    return null
  })

export const testDestination = async (input: unknown): Promise<ActionResult<string>> =>
  runAction((ctx) => testBackupDestination({ ctx, input: parseValues(backupSettingsInputSchema, input) }))

export const backUpNow = async (): Promise<ActionResult<null>> =>
  runAction(async (ctx) => {
    await startBackup({ ctx, input: {} })
    revalidatePath(path)
    return null
  })
