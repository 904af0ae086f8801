import type { App } from '@/prisma/generated/client'
import { answeringWithin } from '@/services/answered-within'
import type { Context } from '@/services/context'
import { releaseTag } from './release-tag'
import { engineOf } from './run'

/** How many releases of an app stay redeployable, the current one included. */
const keptReleases = 10
const untagWithinMs = 30_000

/**
 * Takes our tags off the images of releases that are too old to go back to; the current release and any that still
 * has replicas are never among them. The engine removes an image when its last name goes.
 */
export const retireReleases = async (ctx: Context, app: App): Promise<void> => {
  const releases = await ctx.db.release.findMany({
    where: { appId: app.id, retiredAt: null },
    orderBy: { number: 'desc' },
    skip: keptReleases,
    include: { replicas: { where: { state: { not: 'gone' } }, select: { id: true } } },
  })
  const current = await ctx.db.app.findUniqueOrThrow({ where: { id: app.id }, select: { currentReleaseId: true } })
  const old = releases.filter((release) => release.id !== current.currentReleaseId && release.replicas.length === 0)
  if (old.length === 0) return
  const places = await ctx.db.appHost.findMany({ where: { appId: app.id }, include: { host: true } })
  for (const release of old) {
    // Marked first: nobody may choose a release whose image is going.
    await ctx.db.release.update({ where: { id: release.id }, data: { retiredAt: ctx.clock.now() } })
    for (const place of places) {
      const tag = releaseTag(ctx.instance.id, app.slug, release.number)
      await answeringWithin(ctx.clock, untagWithinMs, engineOf(ctx, place.host).engine)
        .untag(tag)
        .catch((error: unknown) => ctx.log.warn({ error: String(error), tag }, 'an old image could not be untagged'))
    }
  }
}
