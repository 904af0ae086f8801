import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { BackupStore } from '@/core/ports/backups'
import { readBackups } from '@/services/backups/read-backups'
import { claimBackup } from '@/services/backups/runner/claim-backup'
import { createBackupRunner } from '@/services/backups/runner/create-backup-runner'
import { planSlot } from '@/services/backups/runner/plan-slot'
import { setBackupSettings } from '@/services/backups/set-backup-settings'
import { startBackup } from '@/services/backups/start-backup'
import { testBackupDestination } from '@/services/backups/test-backup-destination'
import type { Context } from '@/services/context'
import { countByKey } from '@/services/secrets/reseal'
import { backupsUnderTest } from '@/tests/support/backups-under-test'
import { bucketOf, settingsFor } from '@/tests/support/backups-world'
import { pathsOf, problemOf } from '@/tests/support/problem'

const minute = 60_000
const day = 24 * 60 * minute
const passphrase = 'correct horse battery'

const under = backupsUnderTest()
const { db, later, inFolder, inBucket, set, runner, rows, files } = under
const never = new AbortController().signal

/** Backups whose uploads do what the test says; the rest is real. */
const withPut = (put: BackupStore['put']): Partial<Context> => ({
  backups: {
    archive: under.backups.backups.archive,
    store: (...args) => ({ ...under.backups.backups.store(...args), put }),
  },
})

describe('the settings', () => {
  it('are the operator’s alone', async () => {
    const other = under.backups.as({ isOperator: false })
    for (const call of [
      () => setBackupSettings({ ctx: other, input: inFolder() }),
      () => testBackupDestination({ ctx: other, input: inFolder() }),
      () => startBackup({ ctx: other, input: {} }),
      () => readBackups({ ctx: other, input: {} }),
    ]) {
      expect((await problemOf(call)).message).toMatch(/^Only the operator of this instance may/)
    }
    expect(await db().instanceSetting.count()).toBe(0)
  })

  it('are tried before they are taken, and leave nothing behind', async () => {
    const refused = await problemOf(() => set(settingsFor({ type: 'folder', folder: join(under.folder, 'none') })))
    expect(pathsOf(refused)).toEqual(['destination.folder'])
    const wrong = await problemOf(() => set(inBucket({ secretAccessKey: 'not-the-secret-of-it' })))
    expect(pathsOf(wrong)).toEqual(['secretAccessKey'])
    expect(wrong.message).not.toContain('not-the-secret-of-it')
    expect(pathsOf(await problemOf(() => set(settingsFor(bucketOf(under.s3)))))).toEqual(['secretAccessKey'])
    expect(await db().instanceSetting.count()).toBe(0)

    await set(inFolder())
    await set(inBucket())
    expect(await testBackupDestination({ ctx: under.backups.as(), input: inBucket() })).toMatch(
      /^s3:\/\/backups at 127/,
    )
    expect(files()).toEqual([])
    expect(under.s3.objects.size).toBe(0)
    under.s3.mood.mayList = false
    await problemOf(() => set(inBucket()))
    expect(under.s3.objects.size).toBe(0)
    // Switched off they need not be reachable.
    await set(settingsFor({ type: 'folder', folder: '/nowhere' }, { enabled: false }))
  })

  it('keep what is secret sealed, under rotation, and show it to nobody', async () => {
    await set(inBucket({ passphrase }))
    await set(settingsFor(bucketOf(under.s3), { keep: 3 }))
    const ctx = under.backups.as()
    const view = await readBackups({ ctx, input: {} })
    expect(view.settings).toMatchObject({ keep: 3, hasSecretAccessKey: true, hasPassphrase: true })
    const audit = await db().auditEvent.findMany({ where: { action: 'backup.schedule' } })
    expect(audit.at(-1)).toMatchObject({ before: { keep: 14 }, after: { keep: 3, keyInside: true } })
    const setting = await db().instanceSetting.findMany()
    for (const secret of [under.s3.secretAccessKey, passphrase]) {
      expect(JSON.stringify([view, audit, setting])).not.toContain(secret)
    }
    expect([...(await countByKey(ctx)).keys()]).toContain(ctx.vault.currentKey())
    await set(settingsFor(bucketOf(under.s3), { passphrase: null }))
    expect((await readBackups({ ctx, input: {} })).settings).toMatchObject({ hasPassphrase: false })
  })
})

describe('a slot', () => {
  it('has one backup, however many workers come to it', async () => {
    await set(inFolder())
    later(day)
    const runners = Array.from({ length: 6 }, () => runner())
    await Promise.all(runners.flatMap((one) => [one.tick(), one.tick()]))
    await Promise.all(runners.map((one) => one.tick()))
    const [row, ...more] = await rows()
    expect(more).toEqual([])
    expect(row).toMatchObject({
      trigger: 'schedule',
      status: 'done',
      destination: under.folder,
      tries: 1,
      slot: new Date('2026-11-30T03:00Z'),
      error: null,
    })
    expect(files()).toEqual([row?.file])
    expect(readFileSync(join(under.folder, row?.file ?? '')).length).toBe(row?.bytes)
  })

  it('that passed before the schedule was set, or while it is off, is nobody’s', async () => {
    await set(inFolder())
    await runner().tick()
    later(15 * 60 * minute - 1)
    await runner().tick()
    expect(await rows()).toEqual([])
    await set(inFolder({ enabled: false }))
    later(3 * day)
    await runner().tick()
    expect(await rows()).toEqual([])
  })

  it('that was missed is made up for by one backup, and what an earlier one left is ended', async () => {
    await set(inFolder())
    later(day)
    const ctx = under.backups.worker()
    await planSlot(ctx)
    await claimBackup(ctx)
    later(4 * day)
    expect((await readBackups({ ctx: under.backups.as(), input: {} })).missed).toBe('2026-12-04T03:00:00.000Z')
    await runner().tick()
    await runner().tick()
    expect(await rows()).toMatchObject([
      { status: 'failed', error: 'No worker ended it before the next one was due.' },
      { status: 'done', slot: new Date('2026-12-04T03:00Z') },
    ])
    expect(files()).toHaveLength(1)
    expect(await readBackups({ ctx: under.backups.as(), input: {} })).toMatchObject({
      missed: null,
      next: '2026-12-05T03:00:00.000Z',
      lastGood: { status: 'done' },
    })
  })
})

describe('a worker', () => {
  it('that was killed is followed by another when its lease is over', async () => {
    await set(inFolder())
    later(day)
    const killed = under.backups.worker()
    await planSlot(killed)
    expect(await claimBackup(killed)).not.toBeNull()
    await runner().tick()
    expect(await rows()).toMatchObject([{ status: 'running', tries: 1 }])
    later(minute + 1)
    await runner().tick()
    expect(await rows()).toMatchObject([{ status: 'done', tries: 2, claimedUntil: null }])
  })

  it('that wakes after that changes nothing any more, and gives up what it wrote', async () => {
    await set(inFolder())
    later(day)
    let began = 0
    let gaveUp: unknown
    const stands = withPut(async (_, __, signal) => {
      began++
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      gaveUp = signal.reason
      throw signal.reason
    })
    const stalled = under.backups.worker(stands)
    const frozen = { ...stalled.clock, wait: () => new Promise<void>((resolve) => wakes.push(resolve)) }
    const wakes: (() => void)[] = []
    const standing = createBackupRunner({ ...stalled, clock: frozen }, never).tick()
    await vi.waitUntil(() => began === 1)
    later(minute + 1)
    await runner().tick()
    for (const wake of wakes) wake()
    await vi.waitUntil(() => gaveUp !== undefined)
    for (const wake of wakes) wake()
    await standing
    expect(String(gaveUp)).toMatch(/lease of a backup is over/)
    expect(await rows()).toMatchObject([{ status: 'done', tries: 2, error: null }])
  })

  it('says how far it has come and keeps its lease, however long it takes', async () => {
    await set(inFolder())
    await startBackup({ ctx: under.backups.as(), input: {} })
    const told: unknown[] = []
    let go: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    const slow = withPut(async (name, pieces, signal) => {
      const store = under.backups.backups.store({ type: 'folder', folder: under.folder }, null, { isPatient: true })
      async function* pausing() {
        for await (const piece of pieces) {
          yield piece
          await held
        }
      }
      return store.put(name, pausing(), signal)
    })
    const live = {
      publish: async (channel: string) => void told.push(channel),
      subscribe: async () => () => undefined,
    }
    const making = runner({ ...slow, live }).tick()
    for (let times = 0; times < 3; times++) {
      later(50_000)
      const until = under.backups.time.now.getTime()
      await vi.waitUntil(async () => Number((await rows())[0]?.claimedUntil) > until)
      await runner().tick()
    }
    expect((await rows())[0]).toMatchObject({ status: 'running', tries: 1, bytes: expect.any(Number) })
    expect(told).toContain(`team:${under.backups.teamId}`)
    go()
    await making
    expect(await rows()).toMatchObject([{ status: 'done', tries: 1 }])
  })

  it('that is asked to stop leaves the backup to another, and nothing half done', async () => {
    await set(inFolder())
    await startBackup({ ctx: under.backups.as(), input: {} })
    const again = await problemOf(() => startBackup({ ctx: under.backups.as(), input: {} }))
    expect(again.code).toBe('backup_under_way')
    const stopping = new AbortController()
    const stops = withPut(async (name, pieces, signal) => {
      const store = under.backups.backups.store({ type: 'folder', folder: under.folder }, null, { isPatient: true })
      async function* stopped() {
        for await (const piece of pieces) {
          yield piece
          stopping.abort(new Error('stopping'))
        }
      }
      return store.put(name, stopped(), signal)
    })
    await runner(stops, stopping.signal).tick()
    expect(await rows()).toMatchObject([{ status: 'waiting', tries: 0, claimedBy: null, file: null }])
    expect(files()).toEqual([])
    await runner().tick()
    expect(await rows()).toMatchObject([{ status: 'done', trigger: 'dashboard', tries: 1 }])
  })

  it('does not try for ever what kills it', async () => {
    await set(inFolder())
    await startBackup({ ctx: under.backups.as(), input: {} })
    for (let times = 0; times < 3; times++) {
      expect(await claimBackup(under.backups.worker())).not.toBeNull()
      later(minute + 1)
    }
    await runner().tick()
    expect(await rows()).toMatchObject([{ status: 'failed', tries: 4 }])
    expect((await rows())[0]?.error).toMatch(/^3 workers ended while they made it/)
  })
})
