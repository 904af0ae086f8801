import { assertMay } from '@/core/access/policy'
import type { ReplicaView } from '@/core/apps/replica-view'
import type { Service } from '@/services/context'

/** An app's running replicas: those that serve first, then those that come and go. */
export const listReplicas: Service<{ appId: string; hasMemoryLimit: boolean }, ReplicaView[]> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'app.read')
  const rows = await ctx.db.replica.findMany({
    where: { appId: input.appId, state: { in: ['starting', 'ready', 'draining', 'stopping'] } },
    include: { release: { select: { number: true } }, host: { select: { name: true } }, reading: true },
    orderBy: [{ createdAt: 'desc' }, { number: 'asc' }],
    take: mostReplicas,
  })
  return rows
    .map(({ state, reading, ...row }) => ({
      id: row.id,
      number: row.number,
      release: row.release.number,
      host: row.host.name,
      address: row.address,
      port: row.port,
      // The query leaves out those that are gone.
      state: state === 'gone' ? ('stopping' as const) : state,
      health: reading?.health ?? null,
      startedAt: reading?.startedAt?.toISOString() ?? null,
      restarts: reading?.restarts ?? null,
      cpuPercent: reading?.cpuPercent ?? null,
      memoryBytes: reading?.memoryBytes ?? null,
      memoryLimitBytes: input.hasMemoryLimit ? (reading?.memoryLimitBytes ?? null) : null,
    }))
    .sort((one, other) => Number(other.state === 'ready') - Number(one.state === 'ready') || one.number - other.number)
}

/** Over all hosts; more than a page would hold. */
const mostReplicas = 200
