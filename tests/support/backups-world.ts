import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBackups } from '@/adapters/backups/create-backups'
import { systemClock } from '@/adapters/clock/system-clock'
import { createDatabase } from '@/adapters/database/client'
import { createDnsResolver } from '@/adapters/net/dns-resolver'
import { createAesVault } from '@/adapters/vault/aes-vault'
import type { Actor } from '@/core/access/actor'
import type { Destination, S3Destination } from '@/core/backups/destination'
import { type BackupSettingsInput, backupSettingsInputSchema } from '@/core/backups/settings'
import type { Backups } from '@/core/ports/backups'
import type { PrismaClient } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import type { S3Double } from './s3-double'
import { createServiceWorld, type ServiceWorld } from './service-context'

export interface BackupsWorld {
  world: ServiceWorld
  /** A team of the operator, who owns it. */
  teamId: string
  /** The key that seals, in base64. */
  key: string
  instanceId: string
  /** A folder for backups; anew for each caller. */
  folder(): string
  /** What time it is for everybody; waiting takes no time to speak of. */
  time: { now: Date }
  /** What the operator's call is given, or somebody else's. */
  as(actor?: Partial<Actor>): Context
  /** What a worker of its own has, with connections of its own. */
  worker(parts?: Partial<Context>): Context
  backups: Backups
  /** Takes away what a test has left, and sets the time back. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** Backups on a real database, with nothing else of an instance. */
export const createBackupsWorld = async (): Promise<BackupsWorld> => {
  const world = await createServiceWorld()
  const base = mkdtempSync(join(tmpdir(), 'gapless-backups-'))
  const home = join(base, 'home')
  mkdirSync(home)
  const key = randomBytes(32).toString('base64')
  const vault = createAesVault([key])
  const noon = new Date('2026-11-29T12:00:00Z')
  const time = { now: noon }
  const clock = {
    now: () => time.now,
    wait: (ms: number, signal?: AbortSignal) => systemClock.wait(Math.min(ms, 20), signal),
  }
  const teamId = await world.addTeam()
  const operator = await world.database.user.create({
    data: { email: 'ada@example.com', name: 'Ada', isOperator: true },
  })
  await world.database.membership.create({ data: { teamId, userId: operator.id, role: 'owner' } })
  const backups = createBackups({
    databaseUrl: world.databaseUrl,
    home,
    instanceId: 'test0001',
    madeBy: '0.0.0',
    keys: () => [key],
    vaultOf: createAesVault,
    nextAuthSecret: 'the-secret-of-sessions',
    probeSecret: 'the-secret-of-the-prober',
    resolver: createDnsResolver(),
  })
  const clients: PrismaClient[] = []
  const as = (actor: Partial<Actor> = {}, parts: Partial<Context> = {}) =>
    world.as(teamId, { id: operator.id, ...actor }, { vault, clock, backups, ...parts })
  return {
    world,
    teamId,
    key,
    instanceId: 'test0001',
    folder: () => mkdtempSync(join(base, 'kept-')),
    time,
    as,
    worker: (parts = {}) => {
      const instanceDb = createDatabase(world.databaseUrl)
      clients.push(instanceDb)
      return as({}, { instanceDb, ...parts })
    },
    backups,
    clear: async () => {
      time.now = noon
      const { database } = world
      await database.backup.deleteMany()
      await database.instanceSetting.deleteMany()
      await database.delivery.deleteMany()
      await database.channel.deleteMany()
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.$disconnect()))
      await world.close()
      rmSync(base, { recursive: true })
    },
  }
}

/** Settings as a form sends them: every day at 03:00 UTC unless said otherwise. */
export const settingsFor = (destination: Destination, part: Partial<BackupSettingsInput> = {}): BackupSettingsInput =>
  backupSettingsInputSchema.parse({
    enabled: true,
    time: '03:00',
    timezone: 'UTC',
    keep: 14,
    destination,
    ...part,
  })

/** The bucket of the double, as a destination. */
export const bucketOf = (s3: S3Double): S3Destination => ({
  type: 's3',
  endpoint: s3.endpoint,
  region: s3.region,
  bucket: s3.bucket,
  prefix: '',
  accessKeyId: s3.accessKeyId,
})
