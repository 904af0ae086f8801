import { assertMay } from '@/core/access/policy'
import { invalid, notFound } from '@/core/errors'
import { type Outcome, outcomes, type Phases } from '@/core/monitors/check'
import type { Service } from '@/services/context'
import type { Page, PageInput } from '@/services/page'

/** A check as it is shown among others. */
export interface CheckRow {
  at: string
  /** Null: nobody looked. */
  ok: boolean | null
  outcome: Outcome
  statusCode: number | null
  error: string | null
  phases: Phases
}

/**
 * A monitor's checks, newest first, as long as they are kept one by one. The cursor is the time of the last one of the
 * page before. Throws not_found and invalid.
 */
export const listChecks: Service<{ monitorId: string } & PageInput, Page<CheckRow>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'monitor.read')
  const { monitorId, cursor, limit } = input
  const before = cursor ? new Date(cursor) : null
  if (before && Number.isNaN(before.getTime())) throw invalid([{ path: 'cursor', message: 'This is no time.' }])
  const monitor = await ctx.db.monitor.findUnique({ where: { id: monitorId }, select: { id: true } })
  if (!monitor) throw notFound('monitor')
  const rows = await ctx.db.monitorCheck.findMany({
    where: { monitorId, ...(before ? { at: { lt: before } } : {}) },
    orderBy: { at: 'desc' },
    take: limit + 1,
  })
  const data = rows.slice(0, limit).map(({ at, statusCode, error, ...row }) => {
    const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = row
    const outcome = outcomes.find((one) => one === row.outcome) ?? 'skipped'
    return {
      at: at.toISOString(),
      ok: outcome === 'skipped' ? null : outcome !== 'failed',
      outcome,
      statusCode,
      error,
      phases: { dnsMs, connectMs, tlsMs, firstByteMs, totalMs },
    }
  })
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.at ?? null) : null }
}
