import { publicAnswer, publicRoute } from '@/app/_server/public-route'
import { statusPageHtml } from '@/core/status-pages/page-html'
import { readPublicPage } from '@/services/status-pages/read-public-page'

export const GET = publicRoute<{ slug: string }>(async ({ parts, params, request }) => {
  const page = await readPublicPage(parts, params)
  return publicAnswer(request, 'html', page && statusPageHtml(page, `/status/${params.slug}`))
})
