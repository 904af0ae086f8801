import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type HookView, hookView } from './hook-view'

/** Deploy hooks of an app, newest first, without their secrets. Throws not_found. */
export const listHooks: Service<PageInput & { appId: string }, Page<HookView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'hook.read')
  const app = await ctx.db.app.findFirst({ where: { id: input.appId, deletedAt: null }, select: { id: true } })
  if (!app) throw notFound('app')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.deployHook.findMany({ where: { ...where, appId: app.id }, ...page })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: data.map((row) => hookView(ctx, row)), nextCursor }
}
