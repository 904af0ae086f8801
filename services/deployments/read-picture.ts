import { assertMay } from '@/core/access/policy'
import { isEnd } from '@/core/deployments/state'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'

/** A replica as a deployment's picture shows it. */
interface ReplicaView {
  id: string
  number: number
  host: string
  isNew: boolean
  state: 'starting' | 'ready' | 'draining' | 'stopping' | 'gone'
}

/** Who takes part in a deployment, as far as that is known by now. */
export interface DeploymentPicture {
  release: { id: string; number: number; image: string; digest: string } | null
  /** What it replaces; `redeployable`: its image is still kept. */
  previousRelease: { id: string; number: number; redeployable: boolean } | null
  replicas: ReplicaView[]
}

/** The releases and replicas a deployment is about. Throws not_found. */
export const readPicture: Service<{ deploymentId: string }, DeploymentPicture> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.read')
  const { deploymentId } = input
  const row = await ctx.db.deployment.findUnique({
    where: { id: deploymentId },
    select: {
      appId: true,
      status: true,
      startedAt: true,
      previousReleaseId: true,
      release: { select: { id: true, number: true, image: true, digest: true } },
      app: { select: { currentReleaseId: true } },
    },
  })
  if (!row) throw notFound('deployment')
  // Written down when a worker begins; until then it is what serves now.
  const isWaiting = row.startedAt === null && !isEnd(row.status)
  const previousId = isWaiting ? row.app.currentReleaseId : row.previousReleaseId
  const [previous, replicas] = await Promise.all([
    previousId === null
      ? null
      : ctx.db.release.findUnique({
          where: { id: previousId },
          select: { id: true, number: true, retiredAt: true },
        }),
    // Its own, and those it replaces or left behind.
    ctx.db.replica.findMany({
      where: {
        OR: [
          { deploymentId },
          { drainingFor: deploymentId },
          { appId: row.appId, state: { in: ['ready', 'draining', 'stopping'] }, drainingFor: null },
        ],
      },
      orderBy: [{ hostId: 'asc' }, { number: 'asc' }],
      take: 200,
      select: { id: true, number: true, state: true, deploymentId: true, host: { select: { name: true } } },
    }),
  ])
  return {
    release: row.release,
    previousRelease: previous && {
      id: previous.id,
      number: previous.number,
      redeployable: previous.retiredAt === null,
    },
    replicas: replicas.map((replica) => ({
      id: replica.id,
      number: replica.number,
      host: replica.host.name,
      isNew: replica.deploymentId === deploymentId,
      state: replica.state,
    })),
  }
}
