import type { Role } from '@/core/access/actor'
import { mayBeRestricted } from '@/core/access/member-rules'
import { invalid } from '@/core/errors'
import type { DatabaseOrTransaction } from '@/services/context'

/**
 * The apps that somebody of this role is to be let into, each once; null for all. Throws invalid for one that the team
 * has not, and for a role that sees the whole team.
 */
export const knownApps = async (
  tx: DatabaseOrTransaction,
  input: { teamId: string; role: Role; appIds: readonly string[] | null },
): Promise<string[] | null> => {
  const { teamId, role, appIds } = input
  if (appIds === null) return null
  if (!mayBeRestricted(role)) {
    throw invalid([{ path: 'appIds', message: 'Owners and admins see all apps: leave this out, or use null.' }])
  }
  const wanted = [...new Set(appIds)]
  const rows = await tx.app.findMany({
    where: { teamId, id: { in: wanted }, deletedAt: null },
    select: { id: true },
  })
  const known = new Set(rows.map(({ id }) => id))
  const faults = appIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `appIds.${index}`, message: 'There is no such app.' }],
  )
  if (faults.length > 0) throw invalid(faults)
  return wanted
}
