import { confirmFields } from '@/core/access/second-factor'
import { parseValues } from '@/core/validation'
import type { AccountCaller, AccountContext } from './account-context'
import { confirmPerson } from './confirm-person'
import { recordForPerson } from './record-for-person'

/** Turns the second factor off, for whoever shows a code or the password. Throws invalid and too_many_requests. */
export const endSecondFactor = async (
  ctx: AccountContext,
  { userId, ip, ...input }: AccountCaller & { confirm: unknown },
): Promise<void> => {
  const { confirm } = parseValues(confirmFields, { confirm: input.confirm })
  await confirmPerson(ctx, { userId, typed: confirm, path: 'confirm' })
  await ctx.instanceDb.$transaction(async (tx) => {
    const ended = await tx.user.updateMany({
      where: { id: userId, totpEnabledAt: { not: null } },
      data: { totpSealed: null, totpEnabledAt: null, totpLastStep: null },
    })
    if (ended.count === 0) return
    await tx.recoveryCode.deleteMany({ where: { userId } })
    await recordForPerson(tx, { userId, ip }, { action: 'account.second_factor_off' })
  })
}
