import { publicAnswer, publicRoute } from '@/app/_server/public-route'
import { badgeSvg } from '@/core/status-pages/badge'
import { readBadge } from '@/services/status-pages/read-badge'

export const GET = publicRoute<{ slug: string; service: string }>(async ({ parts, params, request }) => {
  const badge = await readBadge(parts, params)
  return publicAnswer(request, 'svg', badge && badgeSvg(badge.about, badge.state))
})
