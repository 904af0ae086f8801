import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'

/** Ends a deploy hook: its next delivery is refused. What it has deployed stays. Throws not_found. */
export const deleteHook: Service<{ hookId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'hook.delete')
  await ctx.db.$transaction(async (tx) => {
    const found = await tx.deployHook.findFirst({
      where: { id: input.hookId },
      include: { app: { select: { name: true } } },
    })
    if (!found) throw notFound('hook')
    const deleted = await tx.deployHook.deleteMany({ where: { id: found.id } })
    if (deleted.count === 0) throw notFound('hook')
    await recordAuditEvent(tx, ctx.actor, {
      action: 'hook.delete',
      target: { type: 'hook', id: found.id, name: found.name },
      before: { app: found.app.name },
    })
  })
}
