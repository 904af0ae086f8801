import { warningCode } from '@/core/incidents/causes'
import { type PublicIncident, publicCause } from '@/core/status-pages/public'
import type { Prisma } from '@/prisma/generated/client'
import { type PublicContext, publicKey } from './public-context'

interface Asked {
  teamId: string
  /** By monitor, the name that visitors know it by. */
  labels: ReadonlyMap<string, string>
  where: Prisma.IncidentWhereInput
  now: Date
}

/**
 * More incidents than anybody reads, even where each of a page's monitors has one that lasts; more periods than so many
 * incidents have.
 */
const most = { incidents: 200, periods: 2000 }
/** What lasts comes before what has ended, so that no number of newer ones hides it. */
const lastingFirst = { sort: 'desc', nulls: 'first' } as const

/**
 * Incidents as visitors are told of them, the newest first: from when their monitor was down, under its public name, in
 * public words. A warning (a certificate that ends soon) is none to them, and what had begun as one begins when it was down.
 */
export const publicIncidents = async (
  ctx: Pick<PublicContext, 'instanceDb' | 'signer'>,
  { teamId, labels, where, now }: Asked,
): Promise<(PublicIncident & { id: string })[]> => {
  const rows = await ctx.instanceDb.incident.findMany({
    where: { teamId, monitorId: { in: [...labels.keys()] }, causeCode: { not: warningCode }, ...where },
    orderBy: [{ resolvedAt: lastingFirst }, { openedAt: 'desc' }, { id: 'desc' }],
    take: most.incidents,
    select: { id: true, monitorId: true, openedAt: true, resolvedAt: true, causeCode: true, unwatched: true },
  })
  if (rows.length === 0) return []
  const since = new Date(Math.min(...rows.map(({ openedAt }) => openedAt.getTime())))
  const periods = await ctx.instanceDb.monitorPeriod.findMany({
    where: {
      teamId,
      monitorId: { in: rows.map(({ monitorId }) => monitorId) },
      state: 'down',
      OR: [{ to: null }, { to: { gt: since } }],
    },
    orderBy: [{ to: lastingFirst }, { from: 'desc' }],
    take: most.periods,
    select: { monitorId: true, from: true, to: true },
  })
  periods.sort((one, other) => one.from.getTime() - other.from.getTime())
  rows.sort((one, other) => other.openedAt.getTime() - one.openedAt.getTime() || (one.id < other.id ? 1 : -1))
  return rows.flatMap(({ id, monitorId, openedAt, resolvedAt, causeCode, unwatched }) => {
    const down = periods.find(
      (period) => period.monitorId === monitorId && period.from < (resolvedAt ?? now) && (period.to ?? now) > openedAt,
    )
    if (!down) return []
    const from = new Date(Math.max(down.from.getTime(), openedAt.getTime()))
    const label = labels.get(monitorId) ?? ''
    return { id, key: publicKey(ctx, id), label, cause: publicCause(causeCode), from, to: resolvedAt, unwatched }
  })
}
