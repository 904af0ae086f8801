import { conflict } from '@/core/errors'
import type { AccountCaller, AccountContext } from './account-context'
import { sealTotp } from './totp-secret'

/**
 * A new secret for the person's authenticator app. It counts once a code of it was shown (confirmSecondFactor); until
 * then each call makes another. Throws conflict (second_factor_on).
 */
export const beginSecondFactor = async (
  ctx: AccountContext,
  { userId }: AccountCaller,
): Promise<{ secret: string; uri: string }> => {
  const { email } = await ctx.instanceDb.user.findUniqueOrThrow({ where: { id: userId } })
  const secret = ctx.codes.newSecret()
  const begun = await ctx.instanceDb.user.updateMany({
    where: { id: userId, totpEnabledAt: null },
    data: { totpSealed: sealTotp(ctx, userId, secret), totpLastStep: null },
  })
  if (begun.count === 0) {
    throw conflict('second_factor_on', 'Your second factor is on already. Turn it off first to set up another app.')
  }
  return { secret, uri: ctx.codes.uri(secret, email) }
}
