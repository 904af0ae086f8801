import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { tokensOf } from './list-tokens'

/** Revokes an API token: its next request is refused. Throws not_found. */
export const deleteToken: Service<{ tokenId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'token.delete')
  await ctx.db.$transaction(async (tx) => {
    const own = { id: input.tokenId, ...tokensOf(ctx.actor), revokedAt: null }
    const revoked = await tx.apiToken.updateMany({ where: own, data: { revokedAt: ctx.clock.now() } })
    if (revoked.count === 0) throw notFound('token')
    const token = await tx.apiToken.findUniqueOrThrow({ where: { id: input.tokenId } })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'token.delete',
      target: { type: 'token', id: token.id, name: token.name },
      before: { role: token.role },
    })
  })
}
