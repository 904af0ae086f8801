import { type SignInMethod, secondFactorSeconds, sessionSeconds } from '@/core/access/sign-in'
import type { Prisma } from '@/prisma/generated/client'
import { recordForPerson } from '@/services/account/record-for-person'
import type { Context } from '@/services/context'

export interface NewSession {
  sessionId: string
  userId: string
  name: string
  email: string
  /** It opens nothing before a second factor was shown. */
  awaitsSecondFactor: boolean
}

interface Input {
  user: { id: string; name: string; email: string; totpEnabledAt: Date | null }
  method: SignInMethod
  ip: string
  userAgent: string
}

/**
 * A session for a person who has shown the first factor, in the transaction that found it right. It is complete, and in
 * the audit log, where the person has no second one.
 */
export const openSession = async (
  ctx: Pick<Context, 'clock'>,
  tx: Prisma.TransactionClient,
  { user, method, ip, userAgent }: Input,
): Promise<NewSession> => {
  const now = ctx.clock.now()
  const awaitsSecondFactor = user.totpEnabledAt !== null
  const seconds = awaitsSecondFactor ? secondFactorSeconds : sessionSeconds
  const session = await tx.session.create({
    data: {
      userId: user.id,
      ip: ip.slice(0, 60),
      userAgent: userAgent.replaceAll('\0', '').slice(0, 300),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + seconds * 1000),
      method,
      awaitsSecondFactor,
    },
  })
  if (!awaitsSecondFactor) {
    await recordForPerson(tx, { userId: user.id, ip: session.ip }, signedIn(session.id, user.email, { method }))
  }
  return { sessionId: session.id, userId: user.id, name: user.name, email: user.email, awaitsSecondFactor }
}

/** What the audit log says of a complete sign-in. */
export const signedIn = (sessionId: string, email: string, after: { method: string; secondFactor?: string }) =>
  ({ action: 'session.create', target: { type: 'session', id: sessionId, name: email }, after }) as const
