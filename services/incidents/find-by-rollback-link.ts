import { GaplessError, notFound } from '@/core/errors'
import type { Incident } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { judgeRollbackToken } from './rollback-link'

/** The incident that a rollback link was made for. Throws not_found, and conflict (link_expired). */
export const findByRollbackLink = async (
  ctx: Context,
  { incidentId, token }: { incidentId: string; token: string },
): Promise<Incident & { monitor: { name: string } }> => {
  const verdict = judgeRollbackToken(ctx, incidentId, token)
  if (verdict === 'foreign') throw notFound('link')
  const incident = await ctx.db.incident.findUnique({
    where: { id: incidentId },
    include: { monitor: { select: { name: true } } },
  })
  if (!incident) throw notFound('incident')
  if (verdict === 'good') return incident
  throw new GaplessError('conflict', 'link_expired', 'This link has expired; roll back from the app’s history.')
}
