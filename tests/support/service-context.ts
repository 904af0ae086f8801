import { randomBytes } from 'node:crypto'
import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'
import { totpCodes } from '@/adapters/auth/totp-codes'
import { x509Reader } from '@/adapters/certificates/x509-reader'
import { systemClock } from '@/adapters/clock/system-clock'
import { createDatabase } from '@/adapters/database/client'
import { scopedTo } from '@/adapters/database/scoped-client'
import { cronSchedule } from '@/adapters/schedule/cron-schedule'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { createHmacLinkSigner } from '@/adapters/vault/hmac-link-signer'
import type { Actor } from '@/core/access/actor'
import { isPublicAddress } from '@/core/net/address-range'
import type { Attempts } from '@/core/ports/attempts'
import type { ContainerEngine } from '@/core/ports/containers'
import type { Jobs } from '@/core/ports/jobs'
import type { Traffic } from '@/core/ports/traffic'
import { noQuotas } from '@/core/quotas/quota'
import type { PrismaClient } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { freshDatabase } from './database'

const refuse = (what: string) => async (): Promise<never> => {
  throw new Error(`${what} is not part of this test`)
}

const noProxies: Traffic = {
  ensureProxies: refuse('traffic'),
  inspectProxies: async () => [],
  removeProxies: async () => undefined,
  open: refuse('traffic'),
  survey: refuse('traffic'),
  look: refuse('traffic'),
}

const refused = refuse('an engine')
const refusedStream = (): never => {
  throw new Error('an engine is not part of this test')
}

/** An engine that refuses everything; a test gives it what it needs. */
export const noEngine: ContainerEngine = {
  info: refused,
  findImage: refused,
  askRegistry: refused,
  pull: refused,
  tag: refused,
  untag: refused,
  ensureNetwork: refused,
  run: refused,
  runOnce: refused,
  keepRunning: refused,
  inspect: refused,
  list: refused,
  summaries: refused,
  stop: refused,
  remove: refused,
  waitForExit: refused,
  logs: refused,
  followLogs: refusedStream,
  usage: refused,
  diskBytes: refused,
  watch: refusedStream,
  removeVolume: refused,
  removeNetwork: refused,
}

/** Counts nothing and keeps nothing. */
export const noAttempts: Attempts = {
  take: async () => 0,
  giveBack: async () => undefined,
  remember: async () => undefined,
  remembers: async () => false,
}

export interface ServiceWorld {
  databaseUrl: string
  database: PrismaClient
  /** What was put into the queue, in order. */
  queued: { name: string; payload: unknown }[]
  /** Addresses that names have; an address has itself. */
  names: Map<string, string[]>
  /** A team with a socket host named `local`. */
  addTeam(): Promise<string>
  /** What a service is given when this actor calls it; the owner and operator unless told otherwise. */
  as(teamId: string, actor?: Partial<Actor>, parts?: Partial<Context>): Context
  close(): Promise<void>
}

/** Services on a real database of their own; what leads to machines and Redis is recorded or refused. */
export const createServiceWorld = async (): Promise<ServiceWorld> => {
  const databaseUrl = await freshDatabase()
  const database = createDatabase(databaseUrl)
  const queued: ServiceWorld['queued'] = []
  const names: ServiceWorld['names'] = new Map()
  const key = randomBytes(32).toString('base64')
  const vault = createAesVault([key])
  const signer = createHmacLinkSigner([key])
  const jobs: Jobs = {
    add: async (name, payload) => {
      queued.push({ name, payload })
    },
  }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  return {
    databaseUrl,
    database,
    queued,
    names,
    addTeam: async () => {
      const team = await database.team.create({ data: { name: 'Team' } })
      const endpoint = { type: 'socket', path: '/var/run/docker.sock' }
      await database.host.create({ data: { teamId: team.id, name: 'local', endpoint, publicAddress: '127.0.0.1' } })
      return team.id
    },
    as: (teamId, actor = {}, parts = {}) => ({
      actor: {
        type: 'user',
        id: 'user-1',
        name: 'Ada',
        teamId,
        role: 'owner',
        isOperator: true,
        appIds: null,
        ip: '192.0.2.7',
        ...actor,
      },
      db: scopedTo(database, { teamId, appIds: actor.appIds ?? null }),
      instanceDb: database,
      containers: { engine: () => noEngine },
      traffic: noProxies,
      prober: {
        start: () => {
          throw new Error('probing is not part of this test')
        },
      },
      checker: { check: refuse('checking') },
      mayConnect: isPublicAddress,
      resolver: { resolve: async (host) => names.get(host) ?? (/^[\d.:a-f]+$/.test(host) ? [host] : []) },
      jobs,
      live: { publish: async () => undefined, subscribe: async () => () => undefined },
      vault,
      passwords: createArgon2Passwords(),
      attempts: noAttempts,
      codes: totpCodes,
      notifier: { send: refuse('sending') },
      mailer: { isSet: false, send: refuse('sending') },
      certificates: x509Reader,
      signer,
      schedule: cronSchedule,
      backups: { archive: refusedStream, store: refusedStream },
      clock: systemClock,
      instance: {
        id: 'test0001',
        proxyHttpPort: 8080,
        proxyHttpsPort: 8443,
        dashboard: null,
        url: 'http://localhost:3000',
        sampleImage: null,
        quotas: noQuotas,
      },
      log,
      ...parts,
    }),
    close: () => database.$disconnect(),
  }
}
