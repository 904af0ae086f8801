import { linkMail } from '@/core/access/link-mail'
import { type LinkPurpose, linkPurposes } from '@/core/access/sign-in'
import { linkLimit } from '@/core/access/sign-in-limits'
import type { InstanceContext } from '@/services/context'
import { countedName } from '@/services/sessions/known-network'
import { newLinkSecret } from './link-secret'

export interface LinkContext extends Pick<InstanceContext, 'instanceDb' | 'clock' | 'attempts' | 'mailer' | 'log'> {
  instance: Pick<InstanceContext['instance'], 'url'>
}

interface Input {
  user: { id: string; email: string; name: string }
  purpose: LinkPurpose
}

/** A mail server that is busy is asked again; who waits for a mail asks for another after that. */
const waitsMs = [0, 5_000, 30_000] as const

/**
 * Mails a person a link that counts once, unless they were sent too many lately or no mail server is set. Resolves when
 * that is over and never throws: who asked for it is told nothing of it.
 */
export const mailLink = async (ctx: LinkContext, { user, purpose }: Input): Promise<void> => {
  try {
    if (!ctx.mailer.isSet) return
    if ((await ctx.attempts.take([linkLimit(await countedName(user.email), purpose)])) > 0) return
    const { secret, hash } = await newLinkSecret()
    const now = ctx.clock.now()
    const expiresAt = new Date(now.getTime() + linkPurposes[purpose].seconds * 1000)
    const { id } = await ctx.instanceDb.signInLink.create({
      data: { userId: user.id, purpose, hash, createdAt: now, expiresAt },
    })
    const path = purpose === 'sign_in' ? 'link' : 'reset'
    const link = new URL(`/sign-in/${path}?token=${secret}`, ctx.instance.url).href
    await send(ctx, {
      id: `sign-in-link-${id}`,
      at: now,
      from: 'Gapless',
      to: [user.email],
      ...linkMail(purpose, { name: user.name, link, url: ctx.instance.url }),
      thread: [],
      unsubscribe: null,
    })
  } catch (error) {
    ctx.log.error({ error: String(error) }, 'a sign-in link could not be mailed')
  }
}

const send = async (ctx: LinkContext, mail: Parameters<LinkContext['mailer']['send']>[0]): Promise<void> => {
  for (const waitMs of waitsMs) {
    if (waitMs > 0) await ctx.clock.wait(waitMs)
    const attempt = await ctx.mailer.send(mail)
    if (attempt.ok) return
    ctx.log.warn({ mailId: mail.id, error: attempt.error }, 'a sign-in link was not taken by the mail server')
  }
}
