import { emailSchema, type LinkPurpose } from '@/core/access/sign-in'
import { callerLimit } from '@/core/access/sign-in-limits'
import { notFound } from '@/core/errors'
import type { InstanceContext } from '@/services/context'
import { addressName } from '@/services/sessions/known-network'
import { takeAttempt } from '@/services/sessions/too-many-attempts'
import { type LinkContext, mailLink } from './mail-link'

interface Input {
  email: unknown
  purpose: LinkPurpose
  ip: string
}

/**
 * Has a link mailed to an address that is somebody's. The answer, and its time, are the same for any other address:
 * what is done for it is done after the answer, and `sent` resolves then. Throws not_found where no mail server is set,
 * too_many_requests with the seconds to wait.
 */
export const requestLink = async (call: {
  ctx: LinkContext & Pick<InstanceContext, 'attempts'>
  input: Input
}): Promise<{ sent: Promise<void> }> => {
  const { ctx, input } = call
  if (!ctx.mailer.isSet) throw notFound('page')
  await takeAttempt(ctx.attempts, [callerLimit(await addressName(input.ip))])
  const email = emailSchema.safeParse(input.email).data
  return { sent: email === undefined ? Promise.resolve() : mailTo(ctx, email, input.purpose) }
}

const mailTo = async (ctx: LinkContext, email: string, purpose: LinkPurpose): Promise<void> => {
  try {
    const user = await ctx.instanceDb.user.findUnique({ where: { email } })
    if (user) await mailLink(ctx, { user, purpose })
  } catch (error) {
    ctx.log.error({ error: String(error) }, 'a sign-in link could not be made')
  }
}
