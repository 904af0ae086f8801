import { mailOfWords } from '@/core/deliveries/mail'
import type { Words } from '@/core/deliveries/words'
import type { Mail } from '@/core/ports/mailer'
import { alreadyWords, confirmWords, noticeWords } from '@/core/status-pages/mails'
import type { PublicIncident } from '@/core/status-pages/public'
import type { Prisma } from '@/prisma/generated/client'
import { statusPageUrl } from './page-view'
import type { PublicContext } from './public-context'
import { publicIncidents } from './public-incidents'
import { subscriptionToken, tokenHashOf } from './subscription-token'

export const mailInclude = {
  notice: true,
  subscriber: { include: { page: { include: { monitors: { select: { monitorId: true, label: true } } } } } },
} satisfies Prisma.StatusMailInclude

export type MailRow = Prisma.StatusMailGetPayload<{ include: typeof mailInclude }>
type Ctx = Pick<PublicContext, 'instanceDb' | 'signer' | 'instance' | 'clock'>

/** More are not named: a mail's References is a line that people's servers have to bear. */
const mostNamed = 20

/** A mail as it is sent now; null where there is nothing to say any more. */
export const composeMail = async (ctx: Ctx, row: MailRow): Promise<Mail | null> => {
  const { subscriber } = row
  const { page } = subscriber
  if (!page.enabled) return null
  const token = await presentToken(ctx, subscriber)
  const unsubscribeUrl = `${ctx.instance.url}/subscription/unsubscribe?token=${token}`
  const shown = { title: page.title, url: statusPageUrl(ctx, page.slug) }
  const dress = (words: Words, thread: readonly string[], footer: string): Mail => ({
    id: row.id,
    at: row.createdAt,
    from: page.title,
    to: [subscriber.email],
    ...mailOfWords(words, { text: footer, url: unsubscribeUrl }),
    thread,
    unsubscribe: { url: unsubscribeUrl, oneClick: true },
  })
  if (row.notice === null) {
    const isKnown = subscriber.confirmedAt !== null
    const confirmUrl = `${ctx.instance.url}/subscription/confirm?token=${token}`
    const words = isKnown ? alreadyWords(shown) : confirmWords(shown, confirmUrl)
    return dress(words, [], isKnown ? 'To get no more of these mails:' : 'To have this address forgotten at once:')
  }
  if (subscriber.confirmedAt === null) return null
  const { incidents, about, thread } = await told(ctx, row, row.notice)
  if (incidents.length === 0) return null
  const event = row.notice.event === 'resolved' ? 'resolved' : 'opened'
  return dress(noticeWords(shown, event, incidents, about), thread, 'To get no more of these mails:')
}

/** After the instance's key was rotated the token is another; links in older mails are good until a newer one is sent. */
const presentToken = async (ctx: Ctx, { id, tokenHash: kept }: MailRow['subscriber']): Promise<string> => {
  const token = subscriptionToken(ctx, id)
  const tokenHash = await tokenHashOf(token)
  if (tokenHash !== kept) await ctx.instanceDb.statusSubscriber.updateMany({ where: { id }, data: { tokenHash } })
  return token
}

/** The incidents of a notice; for one that tells their end, what told this subscriber of their beginning. */
const told = async (
  ctx: Ctx,
  { subscriberId, subscriber: { page } }: MailRow,
  notice: NonNullable<MailRow['notice']>,
): Promise<{ incidents: PublicIncident[]; about: PublicIncident[]; thread: string[] }> => {
  const labels = new Map(page.monitors.map(({ monitorId, label }) => [monitorId, label]))
  const incidentsOf = async (ids: readonly string[]): Promise<PublicIncident[]> => {
    const asked = { teamId: page.teamId, labels, where: { id: { in: [...ids] } }, now: ctx.clock.now() }
    const found = await publicIncidents(ctx, asked)
    return ids.flatMap((id) => found.find((incident) => incident.id === id) ?? [])
  }
  const named = await incidentsOf(notice.incidentIds)
  if (notice.event !== 'resolved') return { incidents: named, about: [], thread: [] }
  // One that has begun again since is not over; its next end is told anew.
  const incidents = named.filter(({ to }) => to !== null)
  const before = await ctx.instanceDb.statusMail.findMany({
    where: {
      subscriberId,
      notice: { pageId: page.id, event: 'opened', incidentIds: { hasSome: notice.incidentIds }, id: { lt: notice.id } },
    },
    orderBy: { id: 'asc' },
    take: mostNamed,
    select: { id: true, notice: { select: { incidentIds: true } } },
  })
  const about = await incidentsOf(before[0]?.notice?.incidentIds ?? [])
  return { incidents, about, thread: before.map(({ id }) => id) }
}
