import { readCode, shownCodeFields } from '@/core/access/second-factor'
import { sessionSeconds } from '@/core/access/sign-in'
import { callerLimit, codeLimits } from '@/core/access/sign-in-limits'
import { GaplessError, invalid } from '@/core/errors'
import { parseValues } from '@/core/validation'
import type { AccountContext } from '@/services/account/account-context'
import { recordForPerson } from '@/services/account/record-for-person'
import { takeCode } from '@/services/account/take-code'
import { addressName, isKnownNetwork, rememberNetwork } from './known-network'
import { signedIn } from './open-session'
import { takeAttempt } from './too-many-attempts'

interface Input {
  sessionId: string
  code: unknown
  ip: string
}

/**
 * Completes a sign-in by a code of the person's app, or by a recovery code. Throws invalid for any other text,
 * unauthenticated when the sign-in took too long, too_many_requests; codes of the app are limited, since they are short,
 * recovery codes are not, so that nobody can be kept out.
 */
export const showSecondFactor = async (call: {
  ctx: Omit<AccountContext, 'passwords' | 'live'>
  input: Input
}): Promise<{ usedRecoveryCode: boolean }> => {
  const { ctx, input } = call
  const { code } = parseValues(shownCodeFields, { code: input.code })
  const session = await ctx.instanceDb.session.findUnique({
    where: { id: input.sessionId, awaitsSecondFactor: true, revokedAt: null, expiresAt: { gt: ctx.clock.now() } },
    include: { user: true },
  })
  if (!session) throw tooLate()
  const { user } = session
  const isKnown = await isKnownNetwork(ctx.attempts, user.email, input.ip)
  const address = await addressName(input.ip)
  const isOfApp = readCode(code).kind === 'app'
  const ofApp = isOfApp ? codeLimits({ user: user.id, session: session.id, address, isKnown }) : []
  const limits = [...ofApp, callerLimit(address)]
  await takeAttempt(ctx.attempts, limits)
  const shown = await ctx.instanceDb.$transaction(async (tx) => {
    const used = await takeCode(ctx, tx, { user, typed: code })
    if (used === null) {
      await recordForPerson(tx, { userId: user.id, ip: input.ip }, { action: 'session.second_factor_failed' })
      return null
    }
    const now = ctx.clock.now()
    const opened = await tx.session.updateMany({
      where: { id: session.id, revokedAt: null },
      data: { awaitsSecondFactor: false, lastSeenAt: now, expiresAt: new Date(now.getTime() + sessionSeconds * 1000) },
    })
    if (opened.count === 0) throw tooLate()
    const who = { userId: user.id, ip: input.ip }
    await recordForPerson(tx, who, signedIn(session.id, user.email, { method: session.method, secondFactor: used }))
    return used
  })
  if (shown === null) throw invalid([{ path: 'code', message: 'This code is wrong, or was used already.' }])
  await ctx.attempts.giveBack(limits)
  await rememberNetwork(ctx.attempts, user.email, input.ip)
  return { usedRecoveryCode: shown === 'recovery_code' }
}

const tooLate = (): GaplessError =>
  new GaplessError('unauthenticated', 'signed_out', 'This sign-in took too long. Sign in again.')
