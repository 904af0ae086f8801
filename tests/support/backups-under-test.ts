import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { BackupSettingsInput } from '@/core/backups/settings'
import { createBackupRunner } from '@/services/backups/runner/create-backup-runner'
import { setBackupSettings } from '@/services/backups/set-backup-settings'
import type { Context } from '@/services/context'
import { type BackupsWorld, bucketOf, createBackupsWorld, settingsFor } from './backups-world'
import { type S3Double, startS3Double } from './s3-double'

const never = new AbortController().signal

/** Backups of an instance, with a folder and a bucket for them that are empty before each test. */
export const backupsUnderTest = () => {
  let backups: BackupsWorld
  let s3: S3Double
  let folder: string
  beforeAll(async () => {
    ;[backups, s3] = await Promise.all([createBackupsWorld(), startS3Double()])
  })
  afterAll(async () => {
    await s3.close()
    await backups.close()
  })
  beforeEach(() => {
    folder = backups.folder()
    s3.objects.clear()
    Object.assign(s3.mood, { isFull: false, mayDelete: true, mayList: true, busyTimes: 0, holdUploads: null })
  })
  afterEach(() => backups.clear())
  const db = () => backups.world.database
  return {
    get backups() {
      return backups
    },
    get s3() {
      return s3
    },
    get folder() {
      return folder
    },
    db,
    /** So much time passes. */
    later: (ms: number): void => {
      backups.time.now = new Date(backups.time.now.getTime() + ms)
    },
    inFolder: (part: Partial<BackupSettingsInput> = {}) => settingsFor({ type: 'folder', folder }, part),
    inBucket: (part: Partial<BackupSettingsInput> = {}) =>
      settingsFor(bucketOf(s3), { secretAccessKey: s3.secretAccessKey, ...part }),
    set: (input: BackupSettingsInput) => setBackupSettings({ ctx: backups.as(), input }),
    /** A worker of its own. */
    runner: (parts: Partial<Context> = {}, stopping = never) => createBackupRunner(backups.worker(parts), stopping),
    rows: () => db().backup.findMany({ orderBy: { id: 'asc' } }),
    files: () => readdirSync(folder).sort(),
  }
}
