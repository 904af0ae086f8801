import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context } from '@/services/context'
import { readSession } from './read-session'

/** Signs out the browser that holds this session; one that has ended already stays so. */
export const endSession = async (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  input: { sessionId: string },
): Promise<void> => {
  const signedIn = await readSession(ctx, { sessionId: input.sessionId, ip: null })
  await ctx.instanceDb.$transaction(async (tx) => {
    const ended = await tx.session.updateMany({
      where: { id: input.sessionId, revokedAt: null },
      data: { revokedAt: ctx.clock.now() },
    })
    if (ended.count === 0 || signedIn === null) return
    await recordAuditEvent(tx, signedIn.actor, {
      action: 'session.delete',
      target: { type: 'session', id: input.sessionId, name: signedIn.email },
    })
  })
}
