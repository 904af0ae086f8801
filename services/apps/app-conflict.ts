import { conflict } from '@/core/errors'
import type { Context } from '@/services/context'

/**
 * What a unique violation while writing this app means for its author: a domain or the name is taken. Returns null for
 * neither (the slug was taken at the same moment; another will do).
 */
export const appConflict = async (
  ctx: Context,
  app: { id: string | null; name: string; domains: readonly string[] },
): Promise<Error | null> => {
  const taken = await ctx.instanceDb.domain.findMany({ where: { name: { in: [...app.domains] } } })
  const index = app.domains.findIndex((name) => taken.some((domain) => domain.name === name && domain.appId !== app.id))
  if (index !== -1) {
    return conflict('domain_taken', `The domain ${app.domains[index]} belongs to another app.`, `domains.${index}`)
  }
  const namesake = await ctx.db.app.findFirst({ where: { name: app.name, deletedAt: null }, select: { id: true } })
  if (namesake && namesake.id !== app.id) {
    return conflict('name_taken', `The team has an app named ${app.name} already.`, 'name')
  }
  return null
}
