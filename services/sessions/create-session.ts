import { sessionSeconds, signInSchema } from '@/core/access/sign-in'
import { networkOf, signInLimits, trustSeconds } from '@/core/access/sign-in-limits'
import { GaplessError } from '@/core/errors'
import type { Attempts } from '@/core/ports/attempts'
import type { Passwords } from '@/core/ports/passwords'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context } from '@/services/context'
import { sha256 } from '@/services/digest'

export interface SignInContext extends Pick<Context, 'instanceDb' | 'clock'> {
  passwords: Passwords
  attempts: Attempts
}

export interface NewSession {
  sessionId: string
  userId: string
  name: string
  email: string
}

interface Input {
  email: unknown
  password: unknown
  ip: string
  userAgent: string
}

/**
 * Signs a person in with e-mail and password. Throws unauthenticated, never saying which half was wrong, and
 * too_many_requests with the seconds to wait; both take their time whether or not the person exists.
 */
export const createSession = async (call: { ctx: SignInContext; input: Input }): Promise<NewSession> => {
  const { ctx, input } = call
  const given = signInSchema.safeParse(input).data
  if (!given) throw wrongLogin()
  const account = (await sha256(given.email)).slice(0, 32)
  const address = (await sha256(networkOf(input.ip))).slice(0, 32)
  const isTrusted = await ctx.attempts.remembers(`known:${account}:${address}`)
  const limits = signInLimits(account, address, isTrusted)
  const wait = await ctx.attempts.take(limits)
  if (wait > 0) throw tooManyAttempts(wait)
  const user = await ctx.instanceDb.user.findUnique({
    where: { email: given.email },
    include: { memberships: { orderBy: { createdAt: 'asc' } } },
  })
  const isRight = await ctx.passwords.verify(user?.passwordHash ?? null, given.password)
  if (!user || !isRight) throw wrongLogin()
  await ctx.attempts.giveBack(limits)
  await ctx.attempts.remember(`known:${account}:${address}`, trustSeconds)
  return store(ctx, user, input)
}

const wrongLogin = (): GaplessError =>
  new GaplessError('unauthenticated', 'wrong_login', 'The e-mail address or the password is wrong.')

const tooManyAttempts = (seconds: number): GaplessError =>
  new GaplessError(
    'too_many_requests',
    'too_many_attempts',
    `Too many attempts to sign in. Try again in ${seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`}.`,
    { retryAfterSeconds: seconds },
  )

interface SignedInUser {
  id: string
  name: string
  email: string
  isOperator: boolean
  memberships: readonly { teamId: string; role: 'owner' | 'admin' | 'developer' | 'viewer' }[]
}

const store = (ctx: SignInContext, user: SignedInUser, input: Input): Promise<NewSession> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const now = ctx.clock.now()
    const session = await tx.session.create({
      data: {
        userId: user.id,
        ip: input.ip.slice(0, 60),
        userAgent: input.userAgent.replaceAll('\0', '').slice(0, 300),
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + sessionSeconds * 1000),
      },
    })
    for (const { teamId, role } of user.memberships) {
      await recordAuditEvent(
        tx,
        { type: 'user', id: user.id, name: user.name, teamId, role, isOperator: user.isOperator, ip: session.ip },
        { action: 'session.create', target: { type: 'session', id: session.id, name: user.email } },
      )
    }
    return { sessionId: session.id, userId: user.id, name: user.name, email: user.email }
  })
