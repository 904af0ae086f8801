import { callerLimit } from '@/core/access/sign-in-limits'
import type { InstanceContext } from '@/services/context'
import { findLink } from '@/services/sign-in-links/find-link'
import { linkOver, spendLink } from '@/services/sign-in-links/spend-link'
import { addressName, rememberNetwork } from './known-network'
import { type NewSession, openSession } from './open-session'
import { takeAttempt } from './too-many-attempts'

/**
 * Signs in the person whom a link was mailed to, once; a second factor may be still to come. Throws conflict (link_over)
 * and too_many_requests with the seconds to wait.
 */
export const createSessionByLink = async (call: {
  ctx: Pick<InstanceContext, 'instanceDb' | 'clock' | 'attempts'>
  input: { secret: unknown; ip: string; userAgent: string }
}): Promise<NewSession> => {
  const { ctx, input } = call
  await takeAttempt(ctx.attempts, [callerLimit(await addressName(input.ip))])
  const link = await findLink(ctx, { secret: input.secret, purpose: 'sign_in' })
  if (!link) throw linkOver()
  const session = await ctx.instanceDb.$transaction(async (tx) => {
    const user = await spendLink(ctx, tx, { ...link, ip: input.ip })
    return openSession(ctx, tx, { ...input, user, method: 'mail' })
  })
  if (!session.awaitsSecondFactor) await rememberNetwork(ctx.attempts, session.email, input.ip)
  return session
}
