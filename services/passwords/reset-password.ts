import { newPasswordFields } from '@/core/access/password-rules'
import { callerLimit } from '@/core/access/sign-in-limits'
import { parseValues } from '@/core/validation'
import { recordForPerson } from '@/services/account/record-for-person'
import type { InstanceContext } from '@/services/context'
import { addressName } from '@/services/sessions/known-network'
import { tellPerson } from '@/services/sessions/tell-person'
import { takeAttempt } from '@/services/sessions/too-many-attempts'
import { findLink } from '@/services/sign-in-links/find-link'
import { linkOver, spendLink } from '@/services/sign-in-links/spend-link'
import { assertNewPassword } from './assert-new-password'

/**
 * Gives the person whom a reset link was mailed to another password. All their sessions end, and their other links count
 * no more. Throws conflict (link_over), invalid for a password that cannot be used; the link still counts then.
 */
export const resetPassword = async (call: {
  ctx: Pick<InstanceContext, 'instanceDb' | 'clock' | 'attempts' | 'passwords' | 'live'>
  input: { secret: unknown; password: unknown; ip: string }
}): Promise<void> => {
  const { ctx, input } = call
  await takeAttempt(ctx.attempts, [callerLimit(await addressName(input.ip))])
  const link = await findLink(ctx, { secret: input.secret, purpose: 'password_reset' })
  if (!link) throw linkOver()
  const { password } = parseValues(newPasswordFields, { password: input.password })
  await assertNewPassword(ctx.passwords, password, [link.name, link.email])
  const passwordHash = await ctx.passwords.hash(password)
  const { userId } = link
  await ctx.instanceDb.$transaction(async (tx) => {
    const now = ctx.clock.now()
    await spendLink(ctx, tx, { ...link, ip: input.ip })
    await tx.user.update({ where: { id: userId }, data: { passwordHash } })
    await tx.signInLink.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } })
    const ended = await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } })
    await recordForPerson(
      tx,
      { userId, ip: input.ip },
      {
        action: 'account.password_reset',
        after: { signedOut: ended.count },
      },
    )
  })
  await tellPerson(ctx, userId)
}
