import { publicRoute, said } from '@/app/_server/public-route'
import { noticeHtml, questionHtml } from '@/core/status-pages/notice-html'
import { findSubscriber } from '@/services/status-pages/subscription-token'
import { unsubscribe } from '@/services/status-pages/unsubscribe'

const tokenOf = (request: Request): string => new URL(request.url).searchParams.get('token') ?? ''

const gone = (): Response =>
  said(200, noticeHtml('You get no more mails.', 'The address has been forgotten. Nothing else needs to be done.'))

/** Asks only: mail programs open links by themselves. */
export const GET = publicRoute(async ({ parts, request }) => {
  const subscriber = await findSubscriber(parts, tokenOf(request))
  if (!subscriber) return gone()
  const { title } = subscriber.page
  return said(200, questionHtml(title, 'Do you want no more mails about incidents?', 'No more mails'))
})

/** Pressed on that page, or by a mail program's own button (RFC 8058), which sends no more than the address. */
export const POST = publicRoute(async ({ parts, request }) => {
  await unsubscribe(parts, { token: tokenOf(request) })
  return gone()
})
