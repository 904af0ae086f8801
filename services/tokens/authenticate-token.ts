import type { Actor } from '@/core/access/actor'
import { roleAtLeast } from '@/core/access/policy'
import { mayBeToken } from '@/core/tokens/token-format'
import type { ApiToken } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { sha256 } from '@/services/digest'
import { refusedToken } from './refused-token'
import { isInForce, rightsOfMaker, within } from './rights-of-maker'

/** Who holds the token. One of role `metrics` may read the metrics and has no other right. */
export type TokenHolder = { kind: 'actor'; actor: Actor } | { kind: 'metrics'; actor: Actor }

/** Use is written down once a minute; more often would cost a write for every call. */
const usedEveryMs = 60_000

/**
 * Says whose token it is, and what it may now: never more than its maker, whose role or apps may have become fewer since.
 * Tokens have 238 random bits, so a fast hash keeps them safe and finds them by the index. Throws unauthenticated for one
 * that is unknown, revoked or expired, without saying which.
 */
export const authenticateToken = async (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  input: { token: string; ip: string | null },
): Promise<TokenHolder> => {
  const now = ctx.clock.now()
  const row = mayBeToken(input.token)
    ? await ctx.instanceDb.apiToken.findUnique({ where: { hash: await sha256(input.token) }, include: { apps: true } })
    : null
  if (!row || !isInForce(row, now)) throw refusedToken()
  const [maker] = await Promise.all([rightsOfMaker(ctx, row), writeUse(ctx, row, now, input.ip)])
  if (!maker) throw refusedToken()
  const { id, name, teamId } = row
  const own = row.onlyListedApps ? row.apps.map(({ appId }) => appId) : null
  const base = { type: 'token', id, name, teamId, ip: input.ip } as const
  if (row.role !== 'metrics') {
    const rights = within({ role: row.role, isOperator: row.isOperator, appIds: own }, maker)
    return { kind: 'actor', actor: { ...base, ...rights } }
  }
  if (!roleAtLeast(maker.role, 'admin')) throw refusedToken()
  return { kind: 'metrics', actor: { ...base, role: 'viewer', isOperator: false, appIds: own } }
}

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
