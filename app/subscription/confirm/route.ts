import { publicRoute, said } from '@/app/_server/public-route'
import { noSuchPageHtml, noticeHtml, questionHtml } from '@/core/status-pages/notice-html'
import { confirmSubscription } from '@/services/status-pages/confirm-subscription'
import { findSubscriber } from '@/services/status-pages/subscription-token'

const tokenOf = (request: Request): string => new URL(request.url).searchParams.get('token') ?? ''

/** Asks only: mail programs open links by themselves. */
export const GET = publicRoute(async ({ parts, request }) => {
  const subscriber = await findSubscriber(parts, tokenOf(request))
  if (!subscriber) return said(404, noSuchPageHtml())
  const { title } = subscriber.page
  return said(200, questionHtml(title, 'Do you want to be told by mail of incidents?', 'Yes, tell me'))
})

export const POST = publicRoute(async ({ parts, request }) => {
  const isDone = await confirmSubscription(parts, { token: tokenOf(request) })
  if (!isDone) return said(404, noSuchPageHtml())
  return said(200, noticeHtml('You are subscribed.', 'Every mail has a link by which you get no more.'))
})
