import type { DeploymentStatus } from '@/core/deployments/state'
import type { Context } from '@/services/context'

/** More marks than this in a chart would be a wall. */
const most = 60

interface Move {
  id: string
  number: number
  status: DeploymentStatus
  /** When traffic moved. */
  at: string
  release: number | null
}

/** The newest deployments that moved an app's traffic since then, oldest first. */
export const listMoves = async (ctx: Pick<Context, 'db'>, appId: string, since: Date): Promise<Move[]> => {
  const rows = await ctx.db.deployment.findMany({
    where: { appId, liveAt: { gte: since } },
    orderBy: [{ queuedAt: 'desc' }, { id: 'desc' }],
    take: most,
    select: { id: true, number: true, status: true, liveAt: true, release: { select: { number: true } } },
  })
  return rows
    .reverse()
    .flatMap(({ id, number, status, liveAt, release }) =>
      liveAt === null ? [] : [{ id, number, status, at: liveAt.toISOString(), release: release?.number ?? null }],
    )
}
