import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { appMatching } from './app-matching'

export interface FoundApp {
  id: string
  name: string
  /** The first; null where there is none. */
  domain: string | null
  hasImage: boolean
}

/** As many as one can see at once. */
const most = 6

/** The team's apps with this in their name or domain, the newest first; what is asked for as one types. */
export const findApps: Service<{ text: string }, FoundApp[]> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.read')
  const rows = await ctx.db.app.findMany({
    where: { AND: [{ deletedAt: null }, appMatching(input.text)] },
    orderBy: { id: 'desc' },
    take: most,
    select: {
      id: true,
      name: true,
      image: true,
      domains: { select: { name: true }, orderBy: [{ position: 'asc' }, { name: 'asc' }], take: 1 },
    },
  })
  return rows.map(({ id, name, image, domains }) => ({
    id,
    name,
    domain: domains[0]?.name ?? null,
    hasImage: image !== null,
  }))
}
