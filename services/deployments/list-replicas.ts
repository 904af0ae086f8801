import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'

/** A replica as a deployment's picture shows it. */
export interface ReplicaView {
  id: string
  number: number
  host: string
  isNew: boolean
  state: 'starting' | 'ready' | 'draining' | 'stopping' | 'gone'
}

/**
 * The replicas a deployment is about: its own, and those it replaces or left behind. For one that has ended long ago
 * that is what became of them.
 */
export const listReplicas: Service<{ deploymentId: string; appId: string }, ReplicaView[]> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'deployment.read')
  const { deploymentId, appId } = input
  const rows = await ctx.db.replica.findMany({
    where: {
      OR: [
        { deploymentId },
        { drainingFor: deploymentId },
        { appId, state: { in: ['ready', 'draining', 'stopping'] }, drainingFor: null },
      ],
    },
    orderBy: [{ hostId: 'asc' }, { number: 'asc' }],
    take: 200,
    select: { id: true, number: true, state: true, deploymentId: true, host: { select: { name: true } } },
  })
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    host: row.host.name,
    isNew: row.deploymentId === deploymentId,
    state: row.state,
  }))
}
