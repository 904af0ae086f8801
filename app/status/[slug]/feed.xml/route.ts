import { publicAnswer, publicRoute } from '@/app/_server/public-route'
import { statusFeed } from '@/core/status-pages/feed'
import { statusPageUrl } from '@/services/status-pages/page-view'
import { readPublicPage } from '@/services/status-pages/read-public-page'

export const GET = publicRoute<{ slug: string }>(async ({ parts, params, request }) => {
  const page = await readPublicPage(parts, params)
  return publicAnswer(request, 'rss', page && statusFeed(page, statusPageUrl(parts, params.slug)))
})
