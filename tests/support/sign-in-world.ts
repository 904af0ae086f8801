import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { Secret, TOTP } from 'otpauth'
import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'
import { createRedisAttempts } from '@/adapters/auth/redis-attempts'
import { totpCodes } from '@/adapters/auth/totp-codes'
import { createDatabase } from '@/adapters/database/client'
import { createMailer } from '@/adapters/notifiers/mailer'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { GaplessError } from '@/core/errors'
import type { PrismaClient } from '@/prisma/generated/client'
import type { AccountCaller, AccountContext } from '@/services/account/account-context'
import { beginSecondFactor } from '@/services/account/begin-second-factor'
import { confirmSecondFactor } from '@/services/account/confirm-second-factor'
import { createSession, type SignInContext } from '@/services/sessions/create-session'
import type { NewSession } from '@/services/sessions/open-session'
import { freshDatabase } from './database'
import { type SmtpInbox, startSmtpInbox } from './receivers/smtp-inbox'
import { startThrowawayRedis } from './redis'

export const password = 'lamp otter brisk vinegar'
export const browser = { userAgent: 'Firefox', ip: '203.0.113.7' }

export interface SignInWorld {
  db: PrismaClient
  ctx: SignInContext & AccountContext
  inbox: SmtpInbox
  /** Moves the time on; codes of apps go by it. */
  pass(seconds: number): void
  /** Nobody has tried anything yet. */
  forgetAttempts(): Promise<void>
  /** Somebody of a team of their own, known by this name. */
  addPerson(name: string): Promise<{ id: string; email: string; teamId: string }>
  /** Turns a person's second factor on; `code` is what the app shows now. */
  enrol(userId: string): Promise<{ code(): string; recoveryCodes: string[]; secret: string }>
  signIn(given: { email: string; password?: string; ip?: string }): Promise<NewSession>
  close(): Promise<void>
}

/** Signing in on a real database, Redis and mail server, at a time that the test decides. */
export const createSignInWorld = async (): Promise<SignInWorld> => {
  const db = createDatabase(await freshDatabase())
  const server = await startThrowawayRedis()
  const redis = new Redis(server.url)
  const inbox = await startSmtpInbox()
  let now = new Date('2026-03-01T12:00:00Z')
  const real = createArgon2Passwords()
  const ctx = {
    instanceDb: db,
    clock: { now: () => now, wait: async () => undefined },
    // Thousands of slow hashes would tell nothing more about the counting; argon2 has tests of its own.
    passwords: {
      hash: async (text: string) => `hash of ${text}`,
      verify: async (hash: string | null, text: string) => hash === `hash of ${text}`,
      strength: real.strength,
    },
    attempts: createRedisAttempts(redis, 'test'),
    codes: totpCodes,
    vault: createAesVault([randomBytes(32).toString('base64')]),
    mailer: createMailer(inbox.url),
    instance: { url: 'http://localhost:3000' },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    live: { publish: async () => undefined, subscribe: async () => () => undefined },
  }
  const caller = (userId: string): AccountCaller => ({ userId, sessionId: 'none', ip: browser.ip })
  const shownBy = (secret: string): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() })
  return {
    db,
    ctx,
    inbox,
    pass: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
    forgetAttempts: async () => void (await redis.flushall()),
    addPerson: async (name) => {
      const email = `${name.toLowerCase()}@example.com`
      const team = await db.team.create({ data: { name: `Team of ${name}` } })
      const passwordHash = await ctx.passwords.hash(password)
      const { id } = await db.user.create({
        data: {
          email,
          name,
          passwordHash,
          emailVerifiedAt: now,
          memberships: { create: { teamId: team.id, role: 'developer' } },
        },
      })
      return { id, email, teamId: team.id }
    },
    enrol: async (userId) => {
      const { secret } = await beginSecondFactor(ctx, caller(userId))
      const recoveryCodes = await confirmSecondFactor(ctx, { ...caller(userId), code: shownBy(secret) })
      // The next code counts.
      now = new Date(now.getTime() + 30_000)
      return { code: () => shownBy(secret), recoveryCodes, secret }
    },
    signIn: (given) => createSession({ ctx, input: { password, ...browser, ...given } }),
    close: async () => {
      redis.disconnect()
      await Promise.all([db.$disconnect(), server.stop(), inbox.close()])
    },
  }
}

/** What an attempt was refused with; throws if it was let in. */
export const refusalOf = async (attempt: Promise<unknown>): Promise<GaplessError> => {
  const error = await attempt.then(
    () => new Error('it was let in'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof GaplessError) return error
  throw error
}
