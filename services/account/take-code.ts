import { readCode } from '@/core/access/second-factor'
import type { DatabaseOrTransaction } from '@/services/context'
import { sha256 } from '@/services/digest'
import type { AccountContext } from './account-context'
import { openTotp } from './totp-secret'

type Ctx = Pick<AccountContext, 'clock' | 'vault' | 'codes'>

/** Which second factor was shown; null if what was typed is none. */
export type Shown = 'app' | 'recovery_code' | null

interface Input {
  user: { id: string; totpSealed: string | null; totpEnabledAt: Date | null }
  typed: string
}

/**
 * Uses up a code of the person's app, or one of their recovery codes: each counts once, of two at the same moment for
 * one only.
 */
export const takeCode = async (ctx: Ctx, tx: DatabaseOrTransaction, { user, typed }: Input): Promise<Shown> => {
  if (user.totpEnabledAt === null || user.totpSealed === null) return null
  const { kind, code } = readCode(typed)
  if (kind === 'app') {
    const isRight = await takeAppCode(ctx, tx, { userId: user.id, sealed: user.totpSealed, code })
    return isRight ? 'app' : null
  }
  const used = await tx.recoveryCode.updateMany({
    where: { userId: user.id, hash: await recoveryHash(user.id, code), usedAt: null },
    data: { usedAt: ctx.clock.now() },
  })
  return used.count === 1 ? 'recovery_code' : null
}

/** Whether a code belongs to the sealed secret and is later than the last that was taken; then it is the last. */
export const takeAppCode = async (
  ctx: Ctx,
  tx: DatabaseOrTransaction,
  { userId, sealed, code }: { userId: string; sealed: string; code: string },
): Promise<boolean> => {
  const step = ctx.codes.stepOf(openTotp(ctx, userId, sealed), code, ctx.clock.now())
  if (step === null) return false
  const taken = await tx.user.updateMany({
    where: { id: userId, totpSealed: sealed, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  })
  return taken.count === 1
}

/** What is stored of a recovery code, which is random: a fast hash will do. `code` as `readCode` gives it. */
export const recoveryHash = (userId: string, code: string): Promise<string> => sha256(`${userId}:${code}`)
