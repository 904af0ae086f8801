import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createBackupRunner } from '@/services/backups/runner/create-backup-runner'
import { setBackupSettings } from '@/services/backups/set-backup-settings'
import { startBackup } from '@/services/backups/start-backup'
import { type BackupsWorld, createBackupsWorld, settingsFor } from '@/tests/support/backups-world'

let backups: BackupsWorld
beforeAll(async () => {
  backups = await createBackupsWorld()
})
afterAll(() => backups.close())

it('leaves a backup that another worker makes, and never a file that looks whole', async () => {
  backups.time.now = new Date()
  const folder = backups.folder()
  await setBackupSettings({ ctx: backups.as(), input: settingsFor({ type: 'folder', folder }) })
  await startBackup({ ctx: backups.as(), input: {} })
  const script = join(import.meta.dirname, '../../support/backup-worker.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', DATABASE_URL: backups.world.databaseUrl, KEY: backups.key },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  await vi.waitUntil(() => output.includes('half') || child.exitCode !== null, { timeout: 60_000 })
  expect(output).toContain('half')
  child.kill('SIGKILL')
  await once(child, 'close')

  const row = () => backups.world.database.backup.findFirstOrThrow()
  const left = await row()
  expect(left).toMatchObject({ status: 'running', tries: 1 })
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.backup\.\d+\.new$/)])
  const next = createBackupRunner(backups.worker(), new AbortController().signal)
  backups.time.now = new Date(Number(left.claimedUntil) - 1)
  await next.tick()
  expect(await row()).toMatchObject({ status: 'running', tries: 1 })
  backups.time.now = new Date(Number(left.claimedUntil) + 1)
  await next.tick()
  const made = await row()
  expect(made).toMatchObject({ status: 'done', tries: 2 })
  expect(readdirSync(folder)).toContain(made.file)
})
