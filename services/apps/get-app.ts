import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { appInclude } from './app-row'
import { type AppView, appViews } from './app-view'

/** An app, and since when its release is live. */
export type AppDetail = AppView & { liveSince: string | null }

/** One app. Throws not_found, also for one that was deleted. */
export const getApp: Service<{ appId: string }, AppDetail> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.read')
  const row = await ctx.db.app.findFirst({ where: { id: input.appId, deletedAt: null }, include: appInclude })
  const [view] = row ? await appViews(ctx, [row]) : []
  if (!row || !view) throw notFound('app')
  const live =
    row.currentReleaseId === null
      ? null
      : await ctx.db.deployment.findFirst({
          where: { appId: row.id, releaseId: row.currentReleaseId, status: 'succeeded' },
          orderBy: [{ queuedAt: 'desc' }, { id: 'desc' }],
          select: { liveAt: true },
        })
  return { ...view, liveSince: live?.liveAt?.toISOString() ?? null }
}
