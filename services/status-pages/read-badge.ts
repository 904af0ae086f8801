import { overallOf, type ServiceState } from '@/core/status-pages/public'
import { findPublicPage } from './find-public-page'
import type { PublicContext } from './public-context'
import { publicServices } from './public-services'

/** What a badge says of a page as a whole, or of one of its services; null where there is no such. */
export const readBadge = async (
  ctx: PublicContext,
  { slug, service }: { slug: string; service: string | null },
): Promise<{ about: string; state: ServiceState } | null> => {
  const page = await findPublicPage(ctx, slug)
  if (!page) return null
  const services = await publicServices(ctx, page)
  if (service === null) return { about: page.title, state: overallOf(services).state }
  const found = services.find(({ key }) => key === service)
  return found ? { about: found.label, state: found.state } : null
}
