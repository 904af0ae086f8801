import { readCode, shownCodeFields } from '@/core/access/second-factor'
import { confirmLimit } from '@/core/access/sign-in-limits'
import { conflict, invalid } from '@/core/errors'
import { parseValues } from '@/core/validation'
import { takeAttempt } from '@/services/sessions/too-many-attempts'
import type { AccountCaller, AccountContext } from './account-context'
import { recordForPerson } from './record-for-person'
import { takeAppCode } from './take-code'
import { writeRecoveryCodes } from './write-recovery-codes'

/**
 * Turns the second factor on, for whoever shows a code of the app that was set up. Returns the recovery codes, this once.
 * Throws invalid for a wrong code, conflict (second_factor_on, not_begun), too_many_requests.
 */
export const confirmSecondFactor = async (
  ctx: AccountContext,
  { userId, ip, ...input }: AccountCaller & { code: unknown },
): Promise<string[]> => {
  const { code } = parseValues(shownCodeFields, { code: input.code })
  await takeAttempt(ctx.attempts, [confirmLimit(userId)])
  const codes = await ctx.instanceDb.$transaction(async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId } })
    if (user.totpEnabledAt !== null) throw conflict('second_factor_on', 'Your second factor is on already.')
    if (user.totpSealed === null) throw conflict('not_begun', 'Set up an authenticator app first.')
    const shown = readCode(code)
    const isRight = await takeAppCode(ctx, tx, { userId, sealed: user.totpSealed, code: shown.code })
    if (!isRight) throw wrongCode()
    await tx.user.update({ where: { id: userId }, data: { totpEnabledAt: ctx.clock.now() } })
    const written = await writeRecoveryCodes(tx, userId)
    await recordForPerson(tx, { userId, ip }, { action: 'account.second_factor_on' })
    return written
  })
  await ctx.attempts.giveBack([confirmLimit(userId)])
  return codes
}

const wrongCode = () =>
  invalid([
    {
      path: 'code',
      message:
        'This is not the code that the app shows now. Type the newest; if it stays wrong, set the clock of the phone.',
    },
  ])
