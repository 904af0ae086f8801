import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'

export interface ReleaseView {
  id: string
  number: number
  image: string
  digest: string
  envNames: string[]
  createdAt: string
  redeployable: boolean
  /** Why it cannot be redeployed, as a sentence. */
  whyNot: string | null
}

/** An app's releases, newest first. Throws not_found. */
export const listReleases: Service<PageInput & { appId: string }, Page<ReleaseView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'release.read')
  const app = await ctx.db.app.findFirst({ where: { id: input.appId, deletedAt: null }, select: { id: true } })
  if (!app) throw notFound('app')
  const { where, ...order } = pageQuery(input)
  const rows = await ctx.db.release.findMany({ where: { ...where, appId: input.appId }, ...order })
  const page = cutPage(rows, input.limit)
  const data = page.data.map((row) => ({
    id: row.id,
    number: row.number,
    image: row.image,
    digest: row.digest,
    envNames: row.envNames,
    createdAt: row.createdAt.toISOString(),
    redeployable: row.retiredAt === null,
    whyNot: row.retiredAt === null ? null : `The image of v${row.number} has been cleaned up.`,
  }))
  return { data, nextCursor: page.nextCursor }
}
