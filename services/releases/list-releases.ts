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
  /** It is the one that serves. */
  isCurrent: boolean
  redeployable: boolean
  /** Why it cannot be redeployed, as a sentence. */
  whyNot: string | null
}

/** An app's releases, newest first. Throws not_found. */
export const listReleases: Service<PageInput & { appId: string }, Page<ReleaseView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'release.read')
  const app = await ctx.db.app.findFirst({
    where: { id: input.appId, deletedAt: null },
    select: { id: true, currentReleaseId: true },
  })
  if (!app) throw notFound('app')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.release.findMany({ where: { ...where, appId: app.id }, ...page })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return {
    data: data.map((row) => ({
      id: row.id,
      number: row.number,
      image: row.image,
      digest: row.digest,
      envNames: row.envNames,
      createdAt: row.createdAt.toISOString(),
      isCurrent: row.id === app.currentReleaseId,
      redeployable: row.retiredAt === null,
      whyNot: row.retiredAt === null ? null : 'Its image has been cleaned up; deploy the image again.',
    })),
    nextCursor,
  }
}
