import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'
import { createRedisAttempts } from '@/adapters/auth/redis-attempts'
import { createDatabase } from '@/adapters/database/client'
import { createMailer } from '@/adapters/notifiers/mailer'
import { GaplessError } from '@/core/errors'
import { personChannel } from '@/core/ports/live-events'
import type { PrismaClient } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { createSession, type SignInContext } from '@/services/sessions/create-session'
import { endSession } from '@/services/sessions/end-session'
import { listSessions } from '@/services/sessions/list-sessions'
import type { NewSession } from '@/services/sessions/open-session'
import { readSession, type SignedIn } from '@/services/sessions/read-session'
import { revokeAllSessions } from '@/services/sessions/revoke-all-sessions'
import { revokeSession } from '@/services/sessions/revoke-session'
import { freshDatabase } from '@/tests/support/database'
import { startThrowawayRedis } from '@/tests/support/redis'

const passwords = createArgon2Passwords()
const password = 'correct horse battery'
const email = 'ada@example.com'
const browser = { userAgent: 'Firefox', ip: '203.0.113.7' }

let db: PrismaClient
let redis: Redis
let stopRedis: () => Promise<void>
let now = new Date('2026-03-01T12:00:00Z')
let ctx: SignInContext

beforeAll(async () => {
  db = createDatabase(await freshDatabase())
  const server = await startThrowawayRedis()
  stopRedis = server.stop
  redis = new Redis(server.url)
  const clock = { now: () => now, wait: async () => undefined }
  ctx = {
    instanceDb: db,
    clock,
    passwords,
    attempts: createRedisAttempts(redis, 'test'),
    mailer: createMailer(undefined),
    instance: { url: 'http://localhost:3000' },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  }
  const user = await db.user.create({ data: { email, name: 'Ada', passwordHash: await passwords.hash(password) } })
  for (const name of ['first', 'second']) {
    const team = await db.team.create({ data: { name, createdAt: now } })
    const createdAt = new Date(now.getTime() + (name === 'first' ? 0 : 1000))
    await db.membership.create({
      data: { teamId: team.id, userId: user.id, role: name === 'first' ? 'owner' : 'viewer', createdAt },
    })
  }
})

afterAll(async () => {
  redis.disconnect()
  await Promise.all([db.$disconnect(), stopRedis()])
})

beforeEach(async () => {
  await redis.flushall()
})

const signIn = (given: Partial<{ email: unknown; password: unknown; ip: string }> = {}): Promise<NewSession> =>
  createSession({ ctx, input: { email, password, ...browser, ...given } })

const refusal = async (attempt: Promise<unknown>): Promise<GaplessError> => {
  const error = await attempt.then(
    () => new Error('it was let in'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof GaplessError) return error
  throw error
}

const wrongTimes = async (count: number, given: Parameters<typeof signIn>[0] = {}): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    expect((await refusal(signIn({ password: 'wrong', ...given }))).kind).toBe('unauthenticated')
  }
}

describe('signing in', () => {
  it('makes a session that says who it is, and writes it into the audit log of every team', async () => {
    const session = await signIn({ email: ' ADA@example.com ' })
    const signedIn = await readSession(ctx, { sessionId: session.sessionId, ip: '198.51.100.1' })
    expect(signedIn).toMatchObject({
      email,
      actor: { type: 'user', name: 'Ada', role: 'owner', isOperator: false, ip: '198.51.100.1' },
      teams: [
        { name: 'first', role: 'owner' },
        { name: 'second', role: 'viewer' },
      ],
    })
    const events = await db.auditEvent.findMany({ where: { action: 'session.create', targetId: session.sessionId } })
    expect(new Set(events.map((event) => event.teamId)).size).toBe(2)
    expect(events[0]?.ip).toBe(browser.ip)
  })

  it('says the same whichever half is wrong', async () => {
    const wrongPassword = await refusal(signIn({ password: 'wrong' }))
    const wrongPerson = await refusal(signIn({ email: 'nobody@example.com' }))
    expect([wrongPassword.code, wrongPassword.message]).toEqual([wrongPerson.code, wrongPerson.message])
  })

  it.each([
    ['no values', {}],
    ['numbers', { email: 1, password: 2 }],
    ['an object', { email: { contains: '@' }, password }],
    ['nothing', { email: '', password: '' }],
    ['NUL', { email: `${email}\0`, password: 'a\0b' }],
    ['a megabyte', { email, password: 'x'.repeat(1_000_000) }],
  ])('refuses %s like any wrong login', async (_, given) => {
    const input = { email: undefined, password: undefined, ...browser, ...given }
    expect((await refusal(createSession({ ctx, input }))).code).toBe('wrong_login')
  })

  it('takes as long for a person who does not exist', async () => {
    const timed = async (given: Parameters<typeof signIn>[0]): Promise<number> => {
      const began = performance.now()
      await refusal(signIn(given))
      return performance.now() - began
    }
    const known: number[] = []
    const unknown: number[] = []
    for (let index = 0; index < 7; index += 1) {
      known.push(await timed({ password: 'wrong', ip: `198.51.100.${index}` }))
      unknown.push(await timed({ email: 'nobody@example.com', ip: `198.51.100.${index}` }))
    }
    const median = (list: number[]): number => list.sort((one, other) => one - other)[3] ?? 0
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5)
    expect(median(unknown) / median(known)).toBeLessThan(2)
  })
})

describe('guessing', () => {
  // Hundreds of slow hashes would tell nothing more about the counting.
  beforeAll(() => {
    ctx = { ...ctx, passwords: { ...passwords, verify: async (hash, given) => hash !== null && given === password } }
  })

  afterAll(() => {
    ctx = { ...ctx, passwords }
  })

  it('ends after ten attempts from one address, even with the right password, and says until when', async () => {
    await wrongTimes(10)
    const error = await refusal(signIn())
    expect(error.kind).toBe('too_many_requests')
    expect(error.retryAfterSeconds).toBeGreaterThan(800)
    expect(error.retryAfterSeconds).toBeLessThanOrEqual(900)
  })

  it('counts attempts that come at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => refusal(signIn({ password: 'wrong' }))))
    expect(all.filter((error) => error.kind === 'unauthenticated')).toHaveLength(10)
  })

  it('counts people who do not exist in the same way', async () => {
    await wrongTimes(10, { email: 'nobody@example.com' })
    expect((await refusal(signIn({ email: 'nobody@example.com' }))).kind).toBe('too_many_requests')
  })

  it('from elsewhere does not keep a person out where they have signed in before', async () => {
    await signIn()
    for (let index = 0; index < 10; index += 1) await wrongTimes(10, { ip: `198.51.100.${index}` })
    expect((await refusal(signIn({ ip: '192.0.2.99' }))).code).toBe('wrong_login_flooded')
    expect((await signIn()).email).toBe(email)
  })

  it('of many people from one address ends as well', async () => {
    for (let index = 0; index < 6; index += 1) await wrongTimes(10, { email: `person${index}@example.com` })
    expect((await refusal(signIn({ email: 'one.more@example.com' }))).kind).toBe('too_many_requests')
  })

  it('is not what somebody does who gets it right', async () => {
    for (let index = 0; index < 15; index += 1) await signIn()
  })

  it('is impossible while attempts cannot be counted', async () => {
    const away = new Redis({ port: 1, lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null })
    away.on('error', () => undefined)
    const uncounted = { ...ctx, attempts: createRedisAttempts(away, 'test') }
    const attempt = createSession({ ctx: uncounted, input: { email, password, ...browser } })
    expect((await refusal(attempt)).kind).toBe('unavailable')
  })
})

describe('signing out everywhere', () => {
  it("ends every session of the person at once, and nobody else's", async () => {
    const other = await db.user.create({ data: { email: 'bob@example.com', name: 'Bob', passwordHash: 'none' } })
    const expiresAt = new Date(now.getTime() + 1000)
    const bobs = await db.session.create({ data: { userId: other.id, userAgent: '', ip: '', expiresAt } })
    const sessions = [await signIn(), await signIn({ ip: '198.51.100.1' })]
    const first = await readSession(ctx, { sessionId: sessions[0]?.sessionId ?? '', ip: null })
    const as = (signedIn: SignedIn | null): Context => {
      if (!signedIn) throw new Error('nobody is signed in')
      // These verbs use nothing else of a context.
      const live = { publish: async () => undefined }
      return { ...ctx, live, actor: signedIn.actor } as unknown as Context
    }
    expect((await listSessions({ ctx: as(first), input: {} })).map((one) => one.id)).toEqual(
      expect.arrayContaining(sessions.map((one) => one.sessionId)),
    )
    await expect(revokeSession({ ctx: as(first), input: { sessionId: bobs.id } })).rejects.toMatchObject({
      kind: 'not_found',
    })
    const third = await signIn()
    await revokeSession({ ctx: as(first), input: { sessionId: third.sessionId } })
    expect(await db.auditEvent.count({ where: { action: 'session.delete', targetId: third.sessionId } })).toBe(2)
    expect(await revokeAllSessions({ ctx: as(first), input: {} })).toBeGreaterThanOrEqual(2)
    for (const { sessionId } of sessions) expect(await readSession(ctx, { sessionId, ip: null })).toBeNull()
    expect(await listSessions({ ctx: as(first), input: {} })).toEqual([])
    expect((await db.session.findUniqueOrThrow({ where: { id: bobs.id } })).revokedAt).toBeNull()
    expect(await db.auditEvent.count({ where: { action: 'session.delete', targetId: 'all' } })).toBe(2)
  })
})

describe('a session', () => {
  const told: string[] = []
  const live = { publish: async (channel: string) => void told.push(channel), subscribe: async () => () => undefined }
  const signOut = (sessionId: string) => endSession({ ...ctx, live }, { sessionId, ip: browser.ip })
  const read = (sessionId: string, teamId?: string) =>
    readSession(ctx, { sessionId, ip: null, ...(teamId === undefined ? {} : { teamId }) })

  it('acts for the team that was chosen, where its person belongs to it', async () => {
    const { sessionId } = await signIn()
    const second = await db.team.findFirstOrThrow({ where: { name: 'second' } })
    expect((await read(sessionId, second.id))?.actor).toMatchObject({ teamId: second.id, role: 'viewer' })
    expect((await read(sessionId, crypto.randomUUID()))?.actor.role).toBe('owner')
  })

  it('that ends is in the audit log of every team, from where it was ended, and its open pages are told once', async () => {
    const { sessionId, userId } = await signIn()
    told.length = 0
    await signOut(sessionId)
    await signOut(sessionId)
    const events = await db.auditEvent.findMany({ where: { action: 'session.delete', targetId: sessionId } })
    expect(events).toMatchObject([
      { targetName: email, actorName: 'Ada', ip: browser.ip },
      { targetName: email, actorName: 'Ada', ip: browser.ip },
    ])
    expect(new Set(events.map(({ teamId }) => teamId)).size).toBe(2)
    expect(told).toEqual([personChannel(userId)])
  })

  it('ends at its end, when signed out, and for whoever has left every team', async () => {
    const { sessionId, userId } = await signIn()
    const began = now
    now = new Date(began.getTime() + 30 * 24 * 3600 * 1000 + 1)
    expect(await read(sessionId)).toBeNull()
    now = began
    expect(await read(sessionId)).not.toBeNull()
    await signOut(sessionId)
    expect(await read(sessionId)).toBeNull()
    const another = await signIn()
    const memberships = await db.membership.findMany({ where: { userId } })
    await db.membership.deleteMany({ where: { userId } })
    expect(await read(another.sessionId)).toBeNull()
    await db.membership.createMany({ data: memberships })
  })
})
