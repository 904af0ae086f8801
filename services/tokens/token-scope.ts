import { forbidden, invalid } from '@/core/errors'
import { scopedRoles } from '@/core/tokens/schema'
import type { TokenRole } from '@/prisma/generated/client'
import type { Context, DatabaseOrTransaction } from '@/services/context'

/**
 * The apps that a new token is to see; null: all of the team's. Who sees some apps only makes tokens for no others. Throws
 * invalid for an app that its maker does not see, and forbidden for a role that is about the whole team.
 */
export const scopeOf = async (
  tx: DatabaseOrTransaction,
  ctx: Context,
  { role, appIds }: { role: TokenRole; appIds?: readonly string[] | null | undefined },
): Promise<string[] | null> => {
  if (appIds) return knownApps(tx, appIds)
  if (ctx.actor.appIds === null) return null
  if (!scopedRoles.includes(role)) throw forbidden(`You see some apps only: a token of yours is no ${role}.`)
  return [...ctx.actor.appIds]
}

/** `tx` sees no app that its actor does not. */
const knownApps = async (tx: DatabaseOrTransaction, appIds: readonly string[]): Promise<string[]> => {
  const wanted = [...new Set(appIds)]
  const found = await tx.app.findMany({ where: { id: { in: wanted }, deletedAt: null }, select: { id: true } })
  const known = new Set(found.map(({ id }) => id))
  const faults = appIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `appIds.${index}`, message: 'There is no such app.' }],
  )
  if (faults.length > 0) throw invalid(faults)
  return wanted
}
