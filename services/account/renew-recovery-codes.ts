import { confirmFields } from '@/core/access/second-factor'
import { conflict } from '@/core/errors'
import { parseValues } from '@/core/validation'
import type { AccountCaller, AccountContext } from './account-context'
import { confirmPerson } from './confirm-person'
import { recordForPerson } from './record-for-person'
import { writeRecoveryCodes } from './write-recovery-codes'

/**
 * New recovery codes, shown this once; the old ones count no more. Throws invalid, conflict (second_factor_off) and
 * too_many_requests.
 */
export const renewRecoveryCodes = async (
  ctx: AccountContext,
  { userId, ip, ...input }: AccountCaller & { confirm: unknown },
): Promise<string[]> => {
  const { confirm } = parseValues(confirmFields, { confirm: input.confirm })
  await confirmPerson(ctx, { userId, typed: confirm, path: 'confirm' })
  return ctx.instanceDb.$transaction(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } })
    if (user.totpEnabledAt === null) throw conflict('second_factor_off', 'Your second factor is off: turn it on first.')
    const codes = await writeRecoveryCodes(tx, userId)
    await recordForPerson(tx, { userId, ip }, { action: 'account.recovery_codes' })
    return codes
  })
}
