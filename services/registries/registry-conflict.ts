import { conflict } from '@/core/errors'
import type { Context } from '@/services/context'

/** What a unique violation while writing this registry means for its author. */
export const registryConflict = async (
  ctx: Context,
  registry: { id: string | null; name: string; host: string },
): Promise<Error> => {
  const sameHost = await ctx.db.registry.findFirst({ where: { host: registry.host }, select: { id: true } })
  return sameHost && sameHost.id !== registry.id
    ? conflict('host_taken', `The team has a login for ${registry.host} already; change that one.`, 'host')
    : conflict('name_taken', `The team has a registry named ${registry.name} already.`, 'name')
}
