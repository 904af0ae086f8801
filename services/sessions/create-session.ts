import { signInSchema } from '@/core/access/sign-in'
import { floodLimit, signInLimits } from '@/core/access/sign-in-limits'
import { GaplessError } from '@/core/errors'
import type { InstanceContext } from '@/services/context'
import { type LinkContext, mailLink } from '@/services/sign-in-links/mail-link'
import { addressName, countedName, isKnownNetwork, rememberNetwork } from './known-network'
import { type NewSession, openSession } from './open-session'
import { takeAttempt } from './too-many-attempts'

export type SignInContext = LinkContext & Pick<InstanceContext, 'passwords' | 'attempts'>

interface Input {
  email: unknown
  password: unknown
  ip: string
  userAgent: string
}

/**
 * Signs a person in with e-mail and password; a second factor may be still to come. Throws unauthenticated, never saying
 * which half was wrong, and too_many_requests with the seconds to wait; both take their time whether or not the person
 * exists.
 *
 * While many guess at an account (docs/decisions/0014-signing-in.md), its password alone opens nothing from an unknown
 * network: with a second factor it goes on as ever, without one a link is mailed, and the answer is that of a wrong login.
 */
export const createSession = async ({ ctx, input }: { ctx: SignInContext; input: Input }): Promise<NewSession> => {
  const given = signInSchema.safeParse(input).data
  if (!given) throw wrongLogin(ctx, false)
  const account = await countedName(given.email)
  const limits = signInLimits(account, await addressName(input.ip))
  await takeAttempt(ctx.attempts, limits)
  const isKnown = await isKnownNetwork(ctx.attempts, given.email, input.ip)
  const flood = isKnown ? [] : [floodLimit(account)]
  const isFlooded = (await ctx.attempts.take(flood)) > 0
  const user = await ctx.instanceDb.user.findUnique({ where: { email: given.email } })
  const isRight = await ctx.passwords.verify(user?.passwordHash ?? null, given.password)
  if (!user || !isRight) throw wrongLogin(ctx, isFlooded)
  const hasSecondFactor = user.totpEnabledAt !== null
  if (isFlooded && !hasSecondFactor) {
    // Not waited for: how long a mail takes would tell that the password was right.
    void mailLink(ctx, { user, purpose: 'sign_in' })
    throw wrongLogin(ctx, true)
  }
  await ctx.attempts.giveBack([...limits, ...(isFlooded ? [] : flood)])
  const session = await ctx.instanceDb.$transaction(async (tx) => {
    // Looked at for long, and outside: a password that was changed meanwhile has ended all sessions, and this is one. The
    // row is locked by writing what it has.
    const { id, passwordHash } = user
    const [present] = await tx.user.updateManyAndReturn({ where: { id, passwordHash }, data: { passwordHash } })
    if (!present) throw wrongLogin(ctx, isFlooded)
    return openSession(ctx, tx, { ...input, user: present, method: 'password' })
  })
  if (!session.awaitsSecondFactor) await rememberNetwork(ctx.attempts, user.email, input.ip)
  return session
}

const wrongLogin = ({ mailer }: SignInContext, isFlooded: boolean): GaplessError =>
  new GaplessError(
    'unauthenticated',
    isFlooded ? (mailer.isSet ? 'wrong_login_or_mail' : 'wrong_login_flooded') : 'wrong_login',
    'The e-mail address or the password is wrong.',
  )
