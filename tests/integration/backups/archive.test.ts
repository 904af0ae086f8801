import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { checkArchive } from '@/adapters/backups/check-archive'
import { clearDatabase, foreignTables, importDatabase, isEmptyInstance } from '@/adapters/backups/import-database'
import { openByPassphrase, sealByPassphrase } from '@/adapters/backups/passphrase'
import { openArchive } from '@/adapters/backups/read-archive'
import { createArchives } from '@/adapters/backups/write-archive'
import { systemClock } from '@/adapters/clock/system-clock'
import { createDatabase } from '@/adapters/database/client'
import { models } from '@/adapters/database/team-models'
import type { PrismaClient } from '@/prisma/generated/client'
import { applyMigrations } from '@/prisma/migrate'
import { listMigrations } from '@/prisma/migrations-list'
import { makePartitions } from '@/services/monitors/storage/partitions'
import { freshDatabase } from '@/tests/support/database'
import { tableContents } from '@/tests/support/table-contents'
import { createSampleTeam } from '@/tests/support/team'

const facts = {
  madeBy: '0.0.0',
  madeAt: '2026-11-29T12:00:00.000Z',
  instanceId: 'abc123',
  keyIds: ['0123abcd'],
  keys: null,
  secretsSealed: 'v1.x',
}

let url: string
let db: PrismaClient
let file: Buffer

const write = (databaseUrl: string): Promise<Buffer> => buffer(createArchives(databaseUrl).write(async () => facts))
const open = (bytes: Buffer) => openArchive(Readable.from([bytes]))

/** A database as a restore leaves it. */
const restored = async (bytes: Buffer): Promise<{ url: string; db: PrismaClient }> => {
  const target = await freshDatabase()
  await importDatabase(target, await open(bytes))
  return { url: target, db: createDatabase(target) }
}

const told = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'it is whole',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  )

/** What is wrong with it: the same to who restores it and to who only reads it. */
const why = async (bytes: Buffer): Promise<string> => {
  const said = await told(restored(bytes))
  expect(await told(open(bytes).then(checkArchive))).toBe(said)
  return said
}

const connections = async (): Promise<number> => {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'gapless backup'`
  return row?.count ?? 0
}

beforeAll(async () => {
  url = await freshDatabase()
  db = createDatabase(url)
  await makePartitions({ instanceDb: db, clock: systemClock })
  for (const name of ['one', 'two']) {
    const { teamId } = await createSampleTeam(db, name)
    const monitorId = crypto.randomUUID()
    const checks = Array.from({ length: 1500 }, (_, index) => ({
      teamId,
      monitorId,
      at: new Date(Date.now() - index * 1000),
      outcome: 'failed',
      error: `tab\there, back\\slash, "quotes", line\nfeed, ü 🙂 ${randomBytes(200).toString('base64')}`,
    }))
    await db.monitorCheck.createMany({ data: checks })
    await db.auditEvent.create({
      data: {
        teamId,
        actorType: 'user',
        actorId: 'u',
        actorName: 'Ada',
        action: 'app.create',
        targetType: 'app',
        targetId: 'a',
        targetName: 'shop',
        after: { text: 'null \\N and {"a": [1, null]}' },
      },
    })
  }
  await db.appLease.create({ data: { appId: 'a', owner: 'w', fencing: 41, expiresAt: new Date() } })
  await db.$executeRaw`SELECT setval('"AppLease_fencing_seq"', 41)`
  file = await write(url)
}, 60_000)
afterAll(() => db.$disconnect())

describe('a backup that is restored', () => {
  it('gives every row back, in the same parts of tables, with every rule in force again', async () => {
    const copy = await restored(file)
    const { Host: hosts, ...before } = await tableContents(db)
    const { Host: copies, ...after } = await tableContents(copy.db)
    expect(after).toEqual(before)
    expect(Object.values(before).flat().length).toBeGreaterThan(3000)
    // What proxies have seen of it they refuse when it is lower.
    const ahead = (hosts as { generation: number }[]).map((host) => ({
      ...host,
      generation: host.generation + 1_000_000,
    }))
    expect(copies).toEqual(ahead)
    const [{ next } = { next: 0n }] = await copy.db.$queryRaw<
      { next: bigint }[]
    >`SELECT nextval('"AppLease_fencing_seq"') AS next`
    expect(Number(next)).toBe(1_000_042)

    await expect(copy.db.auditEvent.deleteMany()).rejects.toThrow(/only ever added to/)
    const host = await copy.db.host.findFirstOrThrow()
    await expect(copy.db.appHost.updateMany({ data: { hostId: 'none' } })).rejects.toThrow()
    await copy.db.host.create({ data: { teamId: host.teamId, name: 'next', endpoint: {}, publicAddress: '192.0.2.1' } })
    expect(await copy.db.hostGrant.count({ where: { host: { name: 'next' } } })).toBe(1)
    expect(await applyMigrations(copy.url)).toEqual([])
    await copy.db.$disconnect()
  })

  it('is of one moment, whoever writes meanwhile', async () => {
    const lively = await restored(file)
    const stopping = new AbortController()
    // Money moves from one row to the other: at every moment the sum is the same.
    const [one, two] = await lively.db.app.findMany({ orderBy: { id: 'asc' } })
    const before = { one: one?.nextRelease ?? 0, two: two?.nextRelease ?? 0 }
    const move = async (): Promise<number> => {
      let moved = 0
      for (; !stopping.signal.aborted; moved++) {
        await lively.db.$transaction([
          lively.db.app.update({ where: { id: one?.id ?? '' }, data: { nextRelease: { increment: 1 } } }),
          lively.db.app.update({ where: { id: two?.id ?? '' }, data: { nextRelease: { decrement: 1 } } }),
          lively.db.team.create({ data: { name: 'moved' } }),
        ])
      }
      return moved
    }
    const moving = move()
    const copies = [await write(lively.url), await write(lively.url)]
    stopping.abort()
    expect(await moving).toBeGreaterThan(0)
    for (const bytes of copies) {
      const copy = await restored(bytes)
      const apps = await copy.db.app.findMany({ orderBy: { id: 'asc' }, select: { nextRelease: true } })
      expect(apps.reduce((sum, app) => sum + app.nextRelease, 0)).toBe(before.one + before.two)
      expect(await copy.db.team.count({ where: { name: 'moved' } })).toBe((apps[0]?.nextRelease ?? 0) - before.one)
      await copy.db.$disconnect()
    }
    await lively.db.$disconnect()
  })

  it('asks what to say of the instance, its keys too, once its moment is fixed', async () => {
    const asked = vi.fn(async () => {
      await db.team.create({ data: { name: 'later' } })
      return facts
    })
    const copy = await restored(await buffer(createArchives(url).write(asked)))
    expect(asked).toHaveBeenCalledOnce()
    expect(await copy.db.team.count({ where: { name: 'later' } })).toBe(0)
    await copy.db.$disconnect()
  })

  it('of an older version is migrated forward', async () => {
    const all = (await listMigrations()).migrationDirectories.map(({ path }) => path)
    const older = await freshDatabase()
    await clearDatabase(older)
    await applyMigrations(older, all.at(-2))
    const bytes = await write(older)
    const { manifest } = await open(bytes)
    expect(manifest.migrations).toEqual(all.slice(0, -1))

    const target = await freshDatabase()
    await clearDatabase(target)
    await applyMigrations(target, manifest.migrations.at(-1))
    await importDatabase(target, await open(bytes))
    expect(await applyMigrations(target)).toEqual([all.at(-1)])
  })
})

describe('a file that is not whole', () => {
  it('is refused, and changes nothing', async () => {
    expect(await told(open(file).then(checkArchive))).toBe('it is whole')
    const plain = gunzipSync(file)
    const at = plain.indexOf('back\\\\slash')
    const changed = Buffer.from(plain)
    changed.write('BACK', at)
    expect(at).toBeGreaterThan(0)
    expect(await why(gzipSync(changed))).toBe(
      'ArchiveError: The file is damaged: MonitorCheck is not what was written.',
    )
    expect(await why(file.subarray(0, file.length / 2))).toBe(
      'ArchiveError: The file ends too soon: it was not copied as a whole.',
    )
    expect(await why(randomBytes(5000))).toBe('ArchiveError: The file is damaged, or not a backup of Gapless.')
    const rows = /"MonitorCheck": \{\s*"rows": 3/.exec(plain.toString('latin1'))
    const shorter = Buffer.from(plain)
    shorter.write('4', (rows?.index ?? 0) + (rows?.[0].length ?? 0) - 1)
    expect(await why(gzipSync(shorter))).toBe('ArchiveError: The file is damaged: rows of MonitorCheck are missing.')
    const newer = Buffer.from(plain)
    newer.write('9', newer.indexOf('"format": 1') + '"format": '.length)
    expect(await why(gzipSync(newer))).toContain('made by a newer Gapless')
  })

  it('leaves the database as it was', async () => {
    const target = await freshDatabase()
    const half = await open(file.subarray(0, file.length - 2000))
    await expect(importDatabase(target, half)).rejects.toThrow(/ends too soon/)
    expect(await isEmptyInstance(target)).toBe(true)
    await importDatabase(target, await open(file))
    expect(await isEmptyInstance(target)).toBe(false)
  })
})

it('tells tables that are not ours', async () => {
  await db.$executeRaw`CREATE TABLE shop_orders (id int)`
  expect(await foreignTables(url, Object.keys(models))).toEqual(['shop_orders'])
})

it('ends when the one who reads it goes', async () => {
  for await (const piece of createArchives(url).write(async () => facts)) {
    expect(piece.length).toBeGreaterThan(0)
    break
  }
  await vi.waitUntil(async () => (await connections()) === 0)
})

describe('a database that answers nothing', () => {
  const givesUp = async (databaseUrl: string): Promise<void> => {
    const stopping = new AbortController()
    const writing = buffer(createArchives(databaseUrl).write(async () => facts, stopping.signal))
    await pause(500)
    stopping.abort(new Error('the worker stops'))
    await expect(writing).rejects.toThrow('the worker stops')
  }

  it('holds no backup up that is given up, in the middle of a table', async () => {
    await db.$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE "Team" IN ACCESS EXCLUSIVE MODE`
      await givesUp(url)
    })
  })

  it('holds none up before there is a connection', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = z.object({ port: z.number() }).parse(silent.address())
    await givesUp(`postgres://nobody:none@127.0.0.1:${port}/none`)
    silent.close()
  })
})

it('keeps keys by a passphrase, and gives them to no other', async () => {
  const sealed = await sealByPassphrase('the keys', 'correct horse battery')
  expect(JSON.stringify(sealed)).not.toContain('the keys')
  expect(await openByPassphrase(sealed, 'correct horse battery')).toBe('the keys')
  expect(await openByPassphrase(sealed, 'correct horse batterz')).toBeNull()
})
