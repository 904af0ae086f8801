import type { Actor } from '@/core/access/actor'
import type { Attempts } from '@/core/ports/attempts'
import type { Backups } from '@/core/ports/backups'
import type { CertificateReader } from '@/core/ports/certificate-reader'
import type { Clock } from '@/core/ports/clock'
import type { Containers } from '@/core/ports/containers'
import type { HttpChecker } from '@/core/ports/http-checker'
import type { Jobs } from '@/core/ports/jobs'
import type { LinkSigner } from '@/core/ports/link-signer'
import type { LiveEvents } from '@/core/ports/live-events'
import type { Mailer } from '@/core/ports/mailer'
import type { Notifier } from '@/core/ports/notifier'
import type { OneTimeCodes } from '@/core/ports/one-time-codes'
import type { Passwords } from '@/core/ports/passwords'
import type { Prober } from '@/core/ports/prober'
import type { Resolver } from '@/core/ports/resolver'
import type { Schedule } from '@/core/ports/schedule'
import type { Traffic } from '@/core/ports/traffic'
import type { Vault } from '@/core/ports/vault'
import type { Quotas } from '@/core/quotas/quota'
import type { Prisma, PrismaClient } from '@/prisma/generated/client'

/** The database; what a service gets is already scoped to the actor's team (adapters/database/scoped-client). */
export type Database = PrismaClient
/** The database or a transaction in it. */
export type DatabaseOrTransaction = PrismaClient | Prisma.TransactionClient

interface Instance {
  id: string
  proxyHttpPort: number
  proxyHttpsPort: number
  /** Its name behind the proxies of its own machine, and where it listens; null where it is reached directly. */
  dashboard: { domain: string; port: number } | null
  /** Where people open the dashboard. */
  url: string
  /** An image on the local engine that a first app may be made of; null where there is none. */
  sampleImage: string | null
  /** The most that a team may have of each where nothing else is set for it; null: no limit. */
  quotas: Quotas
}

/** Says what happened, with data; never a secret. */
export interface Log {
  info(data: Record<string, unknown>, message: string): void
  warn(data: Record<string, unknown>, message: string): void
  error(data: Record<string, unknown>, message: string): void
}

/** What every service verb is given beside its input. */
export interface Context {
  actor: Actor
  /** Sees and writes the actor's team's rows only. */
  db: Database
  /** Sees every team: for what belongs to the instance, such as what a host's proxies hold. */
  instanceDb: Database
  containers: Containers
  traffic: Traffic
  prober: Prober
  resolver: Resolver
  checker: HttpChecker
  /** Whether monitors, messages and hosts that are not the operator’s may connect to this address: public, or allowed by the operator. */
  mayConnect(address: string): boolean
  jobs: Jobs
  live: LiveEvents
  vault: Vault
  passwords: Passwords
  attempts: Attempts
  codes: OneTimeCodes
  notifier: Notifier
  mailer: Mailer
  certificates: CertificateReader
  signer: LinkSigner
  schedule: Schedule
  backups: Backups
  clock: Clock
  instance: Instance
  log: Log
}

/** What works for the instance as a whole is given: no actor, and no team's database. */
export type InstanceContext = Omit<Context, 'actor' | 'db'>

/** A service verb. */
export type Service<Input, Result> = (call: { ctx: Context; input: Input }) => Promise<Result>
