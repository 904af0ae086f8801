import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type RegistryView, registryView } from './registry-view'

/** The team's registry logins, newest first, without passwords. */
export const listRegistries: Service<PageInput, Page<RegistryView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'registry.read')
  const { data, nextCursor } = cutPage(await ctx.db.registry.findMany(pageQuery(input)), input.limit)
  return { data: data.map(registryView), nextCursor }
}
