import { createReadStream, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { importDatabase } from '@/adapters/backups/import-database'
import { openByPassphrase } from '@/adapters/backups/passphrase'
import { openArchive } from '@/adapters/backups/read-archive'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { backupName } from '@/core/backups/names'
import { instanceSecretsContext } from '@/core/backups/secrets'
import { messageSchema } from '@/core/deliveries/message'
import { createBackupRunner } from '@/services/backups/runner/create-backup-runner'
import { startBackup } from '@/services/backups/start-backup'
import { backupsUnderTest } from '@/tests/support/backups-under-test'
import { freshDatabase } from '@/tests/support/database'
import { gapless } from '@/tests/support/gapless-command'

const minute = 60_000
const day = 24 * 60 * minute
const passphrase = 'correct horse battery'

const under = backupsUnderTest()
const { db, later, inFolder, inBucket, set, runner, rows, files } = under
const never = new AbortController().signal

describe('a backup that fails', () => {
  it('says why without secrets, and tells the channels of the teams that operators own', async () => {
    const otherTeam = await under.backups.world.addTeam()
    const channel = { type: 'webhook' as const, configSealed: '', shown: {}, events: ['backup.failed'] }
    const [ours] = await Promise.all([
      db().channel.create({ data: { ...channel, teamId: under.backups.teamId, name: 'ops' } }),
      db().channel.create({
        data: { ...channel, teamId: under.backups.teamId, name: 'quiet', events: ['incident.opened'] },
      }),
      db().channel.create({ data: { ...channel, teamId: otherTeam, name: 'others' } }),
    ])
    await set(inBucket({ passphrase }))
    under.s3.mood.isFull = true
    later(day)
    await Promise.all([runner().tick(), runner().tick()])
    const [row] = await rows()
    expect(row).toMatchObject({ status: 'failed', file: null, bytes: null })
    expect(row?.error).toMatch(/has no room left for backups\. Make room, or keep fewer backups\.$/)
    const sent = await db().delivery.findMany()
    expect(sent.map(({ channelId }) => channelId)).toEqual([ours.id])
    expect(messageSchema.parse(sent[0]?.payload)).toMatchObject({
      event: 'backup.failed',
      backup: { error: row?.error, destination: row?.destination, lastGoodAt: null },
    })
    const audit = await db().auditEvent.findMany({ where: { action: 'backup.fail', targetId: row?.id ?? '' } })
    expect(audit.map(({ teamId }) => teamId)).toEqual([under.backups.teamId])
    for (const secret of [under.s3.secretAccessKey, passphrase, under.backups.key]) {
      expect(JSON.stringify([row, sent, audit])).not.toContain(secret)
    }
  })

  it('for a folder that has gone, or a secret that is another now, says so', async () => {
    await set(inFolder())
    rmSync(under.folder, { recursive: true })
    await startBackup({ ctx: under.backups.as(), input: {} })
    await runner().tick()
    expect((await rows())[0]?.error).toMatch(/cannot be used: there is no such folder, or its disk is not mounted/)
    const real = under.s3.secretAccessKey
    await set(inBucket())
    under.s3.secretAccessKey = 'rotated-by-somebody'
    await startBackup({ ctx: under.backups.as(), input: {} })
    await runner().tick()
    under.s3.secretAccessKey = real
    expect((await rows())[1]?.error).toMatch(
      /refused the signature: the secret access key does not belong to AKIDOUBLE/,
    )
  })
})

it('that breaks because the database does says that, and leaves no file', async () => {
  await set(inFolder())
  await startBackup({ ctx: under.backups.as(), input: {} })
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('half')
    throw new Error('Connection terminated unexpectedly')
  }
  const broken = { ...under.backups.backups, archive: breaking }
  await createBackupRunner(under.backups.worker({ backups: broken }), never).tick()
  expect((await rows())[0]?.error).toBe(
    "The control plane could not be copied: Connection terminated unexpectedly. The worker's log may say more.",
  )
  expect(files()).toEqual([])
})

describe('how many are kept', () => {
  const old = [1, 2, 3, 4].map((month) => backupName('test0001', new Date(Date.UTC(2026, month, 1))))
  const others = [backupName('other999', new Date(0)), 'gapless-test0001.backup', 'report.pdf']

  it('in a folder: the newest; nothing that is not ours is touched', async () => {
    await set(inFolder({ keep: 3 }))
    for (const name of [...old, ...others]) writeFileSync(join(under.folder, name), '')
    await startBackup({ ctx: under.backups.as(), input: {} })
    await runner().tick()
    const [row] = await rows()
    expect(files()).toEqual([...old.slice(2), row?.file, ...others].sort())
  })

  it('in a bucket: the same; where none may be removed the backup is kept and warned of', async () => {
    await set(inBucket({ keep: 3 }))
    for (const name of [...old, ...others]) under.s3.objects.set(name, Buffer.from(''))
    under.s3.mood.mayDelete = false
    await startBackup({ ctx: under.backups.as(), input: {} })
    await runner().tick()
    expect((await rows())[0]).toMatchObject({ status: 'done' })
    expect((await rows())[0]?.error).toMatch(/^Older backups could not be taken away\. .* s3:DeleteObject\.$/)
    under.s3.mood.mayDelete = true
    later(minute)
    await startBackup({ ctx: under.backups.as(), input: {} })
    await runner().tick()
    const made = (await rows()).map(({ file }) => file ?? '')
    expect([...under.s3.objects.keys()].sort()).toEqual([...old.slice(3), ...made, ...others].sort())
  })
})

describe('what it has made', () => {
  const restoredFrom = async (path: string) => {
    const url = await freshDatabase()
    const archive = await openArchive(createReadStream(path))
    await importDatabase(url, archive)
    return { copy: createDatabase(url), manifest: archive.manifest }
  }
  const made = async (): Promise<string> => {
    await startBackup({ ctx: under.backups.as(), input: {} })
    await runner().tick()
    return join(under.folder, (await rows()).at(-1)?.file ?? '')
  }

  it('is what a restore reads, and has no key in it', async () => {
    await set(inFolder())
    const file = await made()
    const { copy, manifest } = await restoredFrom(file)
    expect(await copy.user.findMany({ select: { email: true } })).toEqual([{ email: 'ada@example.com' }])
    expect(manifest).toMatchObject({ instanceId: 'test0001', keys: null })
    const vault = createAesVault([under.backups.key])
    expect(manifest.keyIds).toEqual([vault.currentKey()])
    expect(JSON.parse(vault.open(manifest.secretsSealed, instanceSecretsContext('test0001')))).toEqual({
      nextAuthSecret: 'the-secret-of-sessions',
      probeSecret: 'the-secret-of-the-prober',
      credentials: null,
    })
    const plain = gunzipSync(readFileSync(file)).toString('latin1')
    for (const secret of [under.backups.key, 'the-secret-of-sessions', 'the-secret-of-the-prober']) {
      expect(plain.includes(secret)).toBe(false)
    }
    await copy.$disconnect()
  })

  it('has the key in it where there is a passphrase, and only that opens it', async () => {
    await set(inFolder({ passphrase }))
    const file = await made()
    const { manifest } = await openArchive(createReadStream(file))
    const sealed = manifest.keys
    if (sealed === null) throw new Error('there is no key in it')
    expect(await openByPassphrase(sealed, 'another passphrase')).toBeNull()
    expect(JSON.parse((await openByPassphrase(sealed, passphrase)) ?? '')).toEqual({
      encryptionKeys: [under.backups.key],
    })
    const plain = gunzipSync(readFileSync(file)).toString('latin1')
    for (const secret of [under.backups.key, passphrase]) expect(plain.includes(secret)).toBe(false)
  })

  it('is brought back by the very command', async () => {
    await set(inFolder({ passphrase }))
    const file = await made()
    const home = under.backups.folder()
    const databaseUrl = await freshDatabase()
    const env = { GAPLESS_HOME: home, DATABASE_URL: databaseUrl, GAPLESS_ENCRYPTION_KEY: '', NEXTAUTH_SECRET: '' }
    const restored = gapless(['restore', file, '--passphrase-file', '-'], env, passphrase)
    expect(await restored.exit, restored.output()).toBe(0)
    expect(JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8'))).toMatchObject({
      encryptionKey: under.backups.key,
      nextAuthSecret: 'the-secret-of-sessions',
    })
    const copy = createDatabase(databaseUrl)
    expect(await copy.user.findMany({ select: { email: true } })).toEqual([{ email: 'ada@example.com' }])
    // The backup itself was under way when it was taken.
    expect(await copy.backup.findMany()).toMatchObject([
      { status: 'failed', error: expect.stringContaining('restored') },
    ])
    await copy.$disconnect()
  })

  it('is the same from a bucket', async () => {
    await set(inBucket())
    await startBackup({ ctx: under.backups.as(), input: {} })
    await runner().tick()
    const [row] = await rows()
    const bytes = under.s3.objects.get(row?.file ?? '') ?? Buffer.alloc(0)
    expect(bytes.length).toBe(row?.bytes)
    writeFileSync(join(under.folder, 'fetched'), bytes)
    const { copy } = await restoredFrom(join(under.folder, 'fetched'))
    expect(await copy.user.count()).toBe(1)
    await copy.$disconnect()
  })
})
