import { slugSchema } from '@/core/status-pages/schema'
import type { Prisma } from '@/prisma/generated/client'
import type { PublicContext } from './public-context'

const include = {
  monitors: {
    orderBy: [{ position: 'asc' }, { monitorId: 'asc' }],
    select: {
      monitorId: true,
      label: true,
      monitor: {
        select: {
          enabled: true,
          intervalSeconds: true,
          timeoutMs: true,
          watch: { select: { state: true, lastCheck: true, lastCheckAt: true } },
        },
      },
    },
  },
} satisfies Prisma.StatusPageInclude

export type PublicPageRow = Prisma.StatusPageGetPayload<{ include: typeof include }>

/** The page at an address, if it is open to everybody; one that is not, and one that never was, are both null. */
export const findPublicPage = async (
  { instanceDb }: Pick<PublicContext, 'instanceDb'>,
  slug: string,
): Promise<PublicPageRow | null> => {
  if (!slugSchema.safeParse(slug).success) return null
  return instanceDb.statusPage.findFirst({ where: { slug, enabled: true }, include })
}
