import type { Actor } from '@/core/access/actor'
import { GaplessError } from '@/core/errors'
import type { ApiToken } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { sha256 } from '@/services/digest'

/** Who holds the token. One of role `metrics` may read the metrics and has no other right. */
export type TokenHolder = { kind: 'actor'; actor: Actor } | { kind: 'metrics'; actor: Actor }

/** Use is written down once a minute; more often would cost a write for every call. */
const usedEveryMs = 60_000

const tokenPattern = /^gpl_[A-Za-z0-9_-]{20,100}$/

/**
 * Says whose token it is. Tokens are 32 random bytes, so a fast hash keeps them safe and finds them by the index.
 * Throws unauthenticated for one that is unknown, revoked or expired, without saying which.
 */
export const authenticateToken = async (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  input: { token: string; ip: string | null },
): Promise<TokenHolder> => {
  const now = ctx.clock.now()
  const row = tokenPattern.test(input.token)
    ? await ctx.instanceDb.apiToken.findUnique({ where: { hash: await sha256(input.token) } })
    : null
  if (!row || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now)) throw refused()
  await writeUse(ctx, row, now, input.ip)
  const base = { type: 'token', id: row.id, name: row.name, teamId: row.teamId, ip: input.ip } as const
  return row.role === 'metrics'
    ? { kind: 'metrics', actor: { ...base, role: 'viewer', isOperator: row.isOperator } }
    : { kind: 'actor', actor: { ...base, role: row.role, isOperator: row.isOperator } }
}

const refused = (): GaplessError =>
  new GaplessError('unauthenticated', 'invalid_token', 'The API token is missing, wrong, expired or revoked.')

const writeUse = async (
  ctx: Pick<Context, 'instanceDb'>,
  row: ApiToken,
  now: Date,
  ip: string | null,
): Promise<void> => {
  const due = new Date(now.getTime() - usedEveryMs)
  if (row.lastUsedAt !== null && row.lastUsedAt > due) return
  // Conditional, so that of many calls at once one writes.
  await ctx.instanceDb.apiToken.updateMany({
    where: { id: row.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lte: due } }] },
    data: { lastUsedAt: now, lastUsedIp: ip },
  })
}
