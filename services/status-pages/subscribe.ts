import { networkOf } from '@/core/access/sign-in-limits'
import { GaplessError, notFound } from '@/core/errors'
import type { Attempts } from '@/core/ports/attempts'
import { addressLimits, subscriptionLimits, subscriptionSchema } from '@/core/status-pages/subscribing'
import { parseValues } from '@/core/validation'
import type { Prisma } from '@/prisma/generated/client'
import { sha256 } from '@/services/digest'
import { findPublicPage, type PublicPageRow } from './find-public-page'
import type { PublicContext } from './public-context'
import { subscriptionToken, tokenHashOf } from './subscription-token'

interface Input {
  slug: string
  email: unknown
  ip: string
}

/**
 * Takes down that an address wants to be told of a page's incidents, and has a mail sent to it: nothing more comes before
 * that is confirmed. Answers the same whether or not the address is known. Throws not_found, invalid, and
 * too_many_requests with the seconds to wait.
 */
export const subscribe = async (
  ctx: PublicContext & { attempts: Attempts },
  { slug, email: given, ip }: Input,
): Promise<void> => {
  const page = await findPublicPage(ctx, slug)
  if (!page || !ctx.mailer.isSet) throw notFound('page')
  const { email } = parseValues(subscriptionSchema, { email: given })
  const caller = (await sha256(networkOf(ip))).slice(0, 32)
  const wait = await ctx.attempts.take(subscriptionLimits(caller, page.id))
  if (wait > 0) throw tooMany(wait)
  const address = (await sha256(email)).slice(0, 32)
  if ((await ctx.attempts.take(addressLimits(address, page.id))) > 0) return
  await ctx.instanceDb.$transaction((tx) => write(ctx, tx, page, email))
}

const write = async (
  ctx: PublicContext,
  tx: Prisma.TransactionClient,
  { id: pageId, teamId }: PublicPageRow,
  email: string,
): Promise<void> => {
  const now = ctx.clock.now()
  const id = crypto.randomUUID()
  const tokenHash = await tokenHashOf(subscriptionToken(ctx, id))
  await tx.statusSubscriber.createMany({
    data: [{ id, teamId, pageId, email, tokenHash, createdAt: now }],
    skipDuplicates: true,
  })
  const known = await tx.statusSubscriber.findUniqueOrThrow({ where: { pageId_email: { pageId, email } } })
  // Who asks again has the whole week again.
  if (known.confirmedAt === null)
    await tx.statusSubscriber.update({ where: { id: known.id }, data: { createdAt: now } })
  await tx.statusMail.create({ data: { teamId, subscriberId: known.id, dueAt: now, createdAt: now } })
}

const tooMany = (seconds: number): GaplessError =>
  new GaplessError(
    'too_many_requests',
    'too_many_subscriptions',
    `Too many requests from your network. Try again in ${Math.ceil(seconds / 60)} minutes.`,
    { retryAfterSeconds: seconds },
  )
