import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, DatabaseOrTransaction, Service } from '@/services/context'
import { revokeInvitationsOf } from '@/services/invitations/revoke-invitations-of'
import { tokensOf } from './list-tokens'

/**
 * Revokes an API token with the tokens and the invitations that were made with it: their next request is refused, and what they listen to ends.
 * Throws not_found.
 */
export const deleteToken: Service<{ tokenId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'token.delete')
  await ctx.db.$transaction(async (tx) => {
    const own = { id: input.tokenId, ...tokensOf(ctx.actor), revokedAt: null }
    const found = await tx.apiToken.findFirst({ where: own, select: { id: true } })
    if (!found) throw notFound('token')
    await revokeTokens(tx, ctx, { id: found.id })
  })
  await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'token' })
}

/** Revokes what fits, and what was made with it: who found a token may have made more. */
const revokeTokens = async (
  tx: DatabaseOrTransaction,
  ctx: Pick<Context, 'actor' | 'clock'>,
  which: { id: string } | { createdBy: { in: string[] } },
): Promise<void> => {
  const found = await tx.apiToken.findMany({ where: { ...which, revokedAt: null } })
  const ids = found.map(({ id }) => id)
  if (ids.length === 0) return
  const revoked = await tx.apiToken.updateMany({
    where: { id: { in: ids }, revokedAt: null },
    data: { revokedAt: ctx.clock.now() },
  })
  // Somebody else was quicker with one of them; all is theirs to do and to tell.
  if (revoked.count !== ids.length) throw notFound('token')
  for (const token of found) {
    await recordAuditEvent(tx, ctx.actor, {
      action: 'token.delete',
      target: { type: 'token', id: token.id, name: token.name },
      before: {
        role: token.role,
        expiresAt: token.expiresAt?.toISOString() ?? null,
        onlyListedApps: token.onlyListedApps,
      },
    })
  }
  const { teamId } = ctx.actor
  // After the rows were written: calls by them that are under way have ended by then, or are refused (holdToken).
  await revokeInvitationsOf(tx, ctx.actor, { teamId, now: ctx.clock.now(), by: { invitedBy: { in: ids } } })
  await revokeTokens(tx, ctx, { createdBy: { in: ids } })
}
