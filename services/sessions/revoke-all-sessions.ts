import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'

/** Signs the actor out everywhere, this browser included, from the next request on. Returns how many browsers that were. */
export const revokeAllSessions: Service<Record<string, never>, number> = ({ ctx }) =>
  ctx.instanceDb.$transaction(async (tx) => {
    const revoked = await tx.session.updateMany({
      where: { userId: ctx.actor.id, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'session.delete',
      target: { type: 'session', id: 'all', name: ctx.actor.name },
      after: { signedOut: revoked.count },
    })
    return revoked.count
  })
