import { z } from 'zod'
import { newPasswordSchema } from '@/core/access/password-rules'
import { confirmLimit } from '@/core/access/sign-in-limits'
import { invalid } from '@/core/errors'
import { parseValues } from '@/core/validation'
import { assertNewPassword } from '@/services/passwords/assert-new-password'
import { tellPerson } from '@/services/sessions/tell-person'
import { takeAttempt } from '@/services/sessions/too-many-attempts'
import type { AccountCaller, AccountContext } from './account-context'
import { recordForPerson } from './record-for-person'

const schema = z.object({ present: z.string().max(1000).default(''), password: newPasswordSchema })

/**
 * Another password for whoever knows the present one, or a first one for whoever has none. All other sessions of the
 * person end. Throws invalid, naming `present` or `password`, and too_many_requests.
 */
export const changePassword = async (
  ctx: AccountContext,
  { userId, sessionId, ip, input }: AccountCaller & { input: unknown },
): Promise<void> => {
  const { present, password } = parseValues(schema, input)
  const user = await ctx.instanceDb.user.findUniqueOrThrow({ where: { id: userId } })
  if (user.passwordHash !== null) {
    await takeAttempt(ctx.attempts, [confirmLimit(userId)])
    if (!(await ctx.passwords.verify(user.passwordHash, present))) {
      throw invalid([{ path: 'present', message: 'This is not your present password.' }])
    }
    await ctx.attempts.giveBack([confirmLimit(userId)])
  }
  await assertNewPassword(ctx.passwords, password, [user.name, user.email])
  const passwordHash = await ctx.passwords.hash(password)
  await ctx.instanceDb.$transaction(async (tx) => {
    // What was checked above is still so, or nothing is changed.
    const changed = await tx.user.updateMany({
      where: { id: userId, passwordHash: user.passwordHash },
      data: { passwordHash },
    })
    if (changed.count === 0) {
      throw invalid([{ path: 'present', message: 'Your password was changed a moment ago: type the new one.' }])
    }
    const now = ctx.clock.now()
    const ended = await tx.session.updateMany({
      where: { userId, id: { not: sessionId }, revokedAt: null },
      data: { revokedAt: now },
    })
    await tx.signInLink.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } })
    await recordForPerson(
      tx,
      { userId, ip },
      {
        action: 'account.password_change',
        after: { signedOut: ended.count },
      },
    )
  })
  await tellPerson(ctx, userId)
}
