import type { Clock } from '@/core/ports/clock'
import { type ContainerEngine, type ContainerState, type ContainerUsage, EngineError } from '@/core/ports/containers'

export interface ReplicaUse {
  replicaId: string
  container: ContainerState
  /** Null while it does not run. */
  usage: ContainerUsage | null
  readAt: Date
}

/** What each replica's container uses now; one that is gone meanwhile is left out. */
export const readUsages = async (
  engine: ContainerEngine,
  clock: Clock,
  replicas: readonly { id: string; containerName: string }[],
): Promise<ReplicaUse[]> => {
  const all = await Promise.all(
    replicas.map(async ({ id, containerName }): Promise<ReplicaUse[]> => {
      const container = await engine.inspect(containerName)
      if (!container) return []
      const usage = container.status === 'running' ? await usageOf(engine, containerName) : null
      return [{ replicaId: id, container, usage, readAt: clock.now() }]
    }),
  )
  return all.flat()
}

const usageOf = async (engine: ContainerEngine, name: string): Promise<ContainerUsage | null> => {
  try {
    return await engine.usage(name)
  } catch (error) {
    // It ended between the two questions.
    if (error instanceof EngineError && error.code === 'engine_error') return null
    throw error
  }
}
