import type { Actor } from '@/core/access/actor'
import type { Action } from '@/core/access/policy'
import type { Prisma } from '@/prisma/generated/client'
import type { DatabaseOrTransaction } from '@/services/context'

/**
 * Writes who did what, in the transaction that does it. `before` and `after` are what may be shown: callers leave
 * secrets out (env by names only).
 */
export const recordAuditEvent = async (
  tx: DatabaseOrTransaction,
  actor: Actor,
  event: {
    action: Action | 'session.create' | 'session.delete' | 'app.repair'
    target: { type: string; id: string; name: string }
    before?: Prisma.InputJsonValue
    after?: Prisma.InputJsonValue
  },
): Promise<void> => {
  await tx.auditEvent.create({
    data: {
      teamId: actor.teamId,
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      action: event.action,
      targetType: event.target.type,
      targetId: event.target.id,
      targetName: event.target.name,
      ...(event.before === undefined ? {} : { before: event.before }),
      ...(event.after === undefined ? {} : { after: event.after }),
      ip: actor.ip,
    },
  })
}
