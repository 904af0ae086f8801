import { conflict } from '@/core/errors'
import type { Context, DatabaseOrTransaction } from '@/services/context'
import { countOf, readLimits } from './team-quotas'

/**
 * Looks whether the team may have one more, before anything is written. What it returns is to be called in the transaction
 * that has added it: the database lets a team add one after the other, so that of many at once no more get through than
 * may. Both throw conflict (quota_reached).
 */
export const withinQuota = async (
  ctx: Context,
  kind: 'apps' | 'monitors',
): Promise<(tx: DatabaseOrTransaction) => Promise<void>> => {
  const limit = (await readLimits(ctx))[kind]
  if (limit === null) return async () => undefined
  const { teamId } = ctx.actor
  if ((await countOf[kind](ctx.instanceDb, teamId)) >= limit) throw reached(kind, limit)
  return async (tx) => {
    if ((await countOf[kind](tx, teamId)) > limit) throw reached(kind, limit)
  }
}

const reached = (kind: string, limit: number) =>
  conflict(
    'quota_reached',
    `This team has all of the ${limit} ${kind} that it may have. Delete one that is not needed, or ask the operator of this instance for more.`,
  )
