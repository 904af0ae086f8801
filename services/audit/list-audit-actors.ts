import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'

/** Somebody who did something, whether or not they are still of the team. */
export interface AuditActor {
  id: string
  name: string
  type: string
}

/** A log of years has more than a page can look through; who did something lately is who is looked for. */
const newest = 2000
/** More than anyone chooses from. */
const most = 200

/**
 * Who did the newest 2000 things in the team's audit log, by the name that they had last; and `chosen`, however long ago
 * that was. Anybody else is found by text.
 */
export const listAuditActors: Service<{ chosen?: string | undefined }, AuditActor[]> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'audit.read')
  const select = { actorId: true, actorType: true, actorName: true } as const
  const orderBy = { id: 'desc' } as const
  const [rows, chosen] = await Promise.all([
    ctx.db.auditEvent.findMany({ select, orderBy, take: newest }),
    input.chosen === undefined
      ? null
      : ctx.db.auditEvent.findFirst({ where: { actorId: input.chosen }, select, orderBy }),
  ])
  const found = new Map<string, AuditActor>()
  for (const row of chosen === null ? rows : [chosen, ...rows]) {
    if (found.has(row.actorId)) continue
    found.set(row.actorId, { id: row.actorId, type: row.actorType, name: row.actorName })
    if (found.size === most) break
  }
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name))
}
