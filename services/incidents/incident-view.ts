import { eventWords, incidentEventSchema } from '@/core/incidents/timeline'
import type { Incident, IncidentEvent, Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { afterDeployment } from './deployment-before'

/** An incident as rows show it. */
export interface IncidentFactsView {
  id: string
  monitorId: string
  monitorName: string
  appId: string | null
  status: 'open' | 'acknowledged' | 'resolved'
  openedAt: string
  resolvedAt: string | null
  acknowledgedAt: string | null
  acknowledgedBy: string | null
  /** In words, and stable. */
  cause: string
  causeCode: string
  flapping: boolean
  /** It ended because its monitor was paused: whether it is over is not known. */
  unwatched: boolean
  /** Nobody is told before; null where that is not so. */
  heldUntil: string | null
  /** The deployment that had last moved the app's traffic when it opened. */
  deploymentId: string | null
  deployment: { id: string; number: number; release: number | null; words: string | null } | null
  /** The deployment by which it went back. */
  rollbackId: string | null
}

/** An incident as the API and its page show it. */
export interface IncidentView extends IncidentFactsView {
  /** What happened, the first first. */
  timeline: TimelineEntry[]
}

interface TimelineEntry {
  at: string
  type: string
  text: string
}

/** More events than anybody reads; a flapping monitor makes many. */
const mostEvents = 200

export const incidentInclude = {
  monitor: { select: { name: true } },
  events: { orderBy: [{ at: 'desc' }, { id: 'desc' }], take: mostEvents },
} satisfies Prisma.IncidentInclude

type FactsRow = Incident & { monitor: { name: string } }
type Row = FactsRow & { events: IncidentEvent[] }

interface OfApp {
  appId: string | null
  monitor: { app: { id: string; name: string; deletedAt: Date | null } | null }
}

/** The incident's app as long as there is one; its monitor may have been given to another since. */
export const appOf = (row: OfApp | undefined): { id: string; name: string } | null => {
  const app = row?.monitor.app
  return app && app.id === row.appId && app.deletedAt === null ? { id: app.id, name: app.name } : null
}

export const incidentView = async (ctx: Pick<Context, 'db'>, row: Row): Promise<IncidentView> => {
  const [view] = await incidentViews(ctx, [row])
  if (!view) throw new Error('an incident has a view')
  return view
}

export const incidentViews = async (ctx: Pick<Context, 'db'>, rows: readonly Row[]): Promise<IncidentView[]> => {
  const facts = await incidentFacts(ctx, rows)
  return facts.map((one, index) => ({
    ...one,
    timeline: [...(rows[index]?.events ?? [])].reverse().map(timelineEntry),
  }))
}

/** Reads the deployments of all of them at once. */
export const incidentFacts = async (
  ctx: Pick<Context, 'db'>,
  rows: readonly FactsRow[],
): Promise<IncidentFactsView[]> => {
  const ids = rows.flatMap((row) => row.deploymentId ?? [])
  const deployments =
    ids.length === 0
      ? []
      : await ctx.db.deployment.findMany({
          where: { id: { in: ids } },
          include: { release: { select: { number: true } } },
        })
  return rows.map((row) => {
    const deployment = deployments.find((one) => one.id === row.deploymentId) ?? null
    return {
      id: row.id,
      monitorId: row.monitorId,
      monitorName: row.monitor.name,
      appId: row.appId,
      status: row.status,
      openedAt: row.openedAt.toISOString(),
      resolvedAt: row.resolvedAt?.toISOString() ?? null,
      acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
      acknowledgedBy: row.acknowledgedBy,
      cause: row.cause,
      causeCode: row.causeCode,
      flapping: row.flapping,
      unwatched: row.unwatched,
      heldUntil: row.heldUntil?.toISOString() ?? null,
      deploymentId: row.deploymentId,
      deployment: deployment && {
        id: deployment.id,
        number: deployment.number,
        release: deployment.release?.number ?? null,
        words: afterDeployment(deployment, row.openedAt),
      },
      rollbackId: row.rollbackId,
    }
  })
}

const timelineEntry = ({ at, type, data }: IncidentEvent): TimelineEntry => ({
  at: at.toISOString(),
  type,
  text: eventWords(incidentEventSchema.parse({ type, data })),
})
