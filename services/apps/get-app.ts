import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { type AppView, findAppViews } from './app-view'

/** One app. Throws not_found. */
export const getApp: Service<{ appId: string }, AppView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.read')
  const [app] = await findAppViews(ctx, { where: { id: input.appId, deletedAt: null } })
  if (!app) throw notFound('app')
  return app
}
