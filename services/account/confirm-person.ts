import { readCode } from '@/core/access/second-factor'
import { confirmLimit } from '@/core/access/sign-in-limits'
import { invalid } from '@/core/errors'
import { takeAttempt } from '@/services/sessions/too-many-attempts'
import type { AccountContext } from './account-context'
import { takeCode } from './take-code'

/**
 * Makes sure that it is the person, by their password or a code, typed into the field `path`. Throws invalid, and
 * too_many_requests after ten wrong ones.
 */
export const confirmPerson = async (
  ctx: AccountContext,
  { userId, typed, path }: { userId: string; typed: string; path: string },
): Promise<void> => {
  await takeAttempt(ctx.attempts, [confirmLimit(userId)])
  const user = await ctx.instanceDb.user.findUniqueOrThrow({ where: { id: userId } })
  const isCode = readCode(typed).kind === 'app' && (await takeCode(ctx, ctx.instanceDb, { user, typed })) !== null
  const isRight =
    isCode ||
    (await ctx.passwords.verify(user.passwordHash, typed)) ||
    (await takeCode(ctx, ctx.instanceDb, { user, typed })) !== null
  if (!isRight) {
    const what = user.passwordHash === null ? 'a code of your app' : 'your password, nor a code'
    throw invalid([{ path, message: `This is not ${what}.` }])
  }
  await ctx.attempts.giveBack([confirmLimit(userId)])
}
