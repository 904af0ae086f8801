import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'

/** The names of the team's hosts, for choosing among them: asks no engine. */
export const listHostNames: Service<Record<string, never>, string[]> = async ({ ctx }) => {
  assertMay(ctx.actor, 'host.read')
  const rows = await ctx.db.host.findMany({ select: { name: true }, orderBy: { name: 'asc' }, take: 500 })
  return rows.map((row) => row.name)
}
