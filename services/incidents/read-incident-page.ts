import { assertMay } from '@/core/access/policy'
import type { DeploymentStatus } from '@/core/deployments/state'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { appOf, type IncidentView, incidentInclude, incidentView } from './incident-view'
import { type RollbackTarget, rollbackTarget } from './rollback-target'

export interface IncidentPage {
  incident: IncidentView
  app: { id: string; name: string } | null
  /** Where the app can go back to; null once it need not, or has. */
  target: RollbackTarget | null
  /** The deployment by which it went back. */
  rollback: { id: string; number: number; status: DeploymentStatus; release: number | null } | null
}

/** Everything the page of an incident shows. Throws not_found. */
export const readIncidentPage: Service<{ incidentId: string }, IncidentPage> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'incident.read')
  const row = await ctx.db.incident.findUnique({
    where: { id: input.incidentId },
    include: {
      ...incidentInclude,
      monitor: { select: { name: true, app: { select: { id: true, name: true, deletedAt: true } } } },
    },
  })
  if (!row) throw notFound('incident')
  const isOver = row.status === 'resolved' || row.rollbackId !== null
  const [incident, target, rollback] = await Promise.all([
    incidentView(ctx, row),
    isOver ? null : rollbackTarget(ctx.db, row),
    row.rollbackId === null
      ? null
      : ctx.db.deployment.findUnique({
          where: { id: row.rollbackId },
          select: { id: true, number: true, status: true, release: { select: { number: true } } },
        }),
  ])
  return {
    incident,
    app: appOf(row),
    target,
    rollback: rollback && { ...rollback, release: rollback.release?.number ?? null },
  }
}
