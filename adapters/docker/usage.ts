import type Dockerode from 'dockerode'
import { type ContainerUsage, EngineError } from '@/core/ports/containers'
import { asking } from './errors'

/** One reading, at once: the engine would otherwise wait a second to compare it with another. */
export const readUsage = async (docker: Dockerode, id: string): Promise<ContainerUsage> => {
  const stats = await asking(() => docker.getContainer(id).stats({ stream: false, 'one-shot': true }))
  // What the engine answers for one that ended meanwhile has neither, whatever its types say.
  if (!stats.memory_stats || !stats.cpu_stats?.cpu_usage) throw new EngineError('engine_error', 'it does not run')
  const cache = stats.memory_stats.stats?.inactive_file ?? 0
  return {
    cpuNanos: stats.cpu_stats.cpu_usage.total_usage,
    memoryBytes: Math.max(0, (stats.memory_stats.usage ?? 0) - cache),
    memoryLimitBytes: stats.memory_stats.limit ?? 0,
  }
}

interface DiskUsage {
  LayersSize?: number
  Containers?: readonly { SizeRw?: number }[] | null
  Volumes?: readonly { UsageData?: { Size?: number } | null }[] | null
}

const sum = (sizes: readonly (number | undefined)[]): number =>
  // Docker says -1 where it does not know.
  sizes.reduce<number>((total, size) => total + Math.max(0, size ?? 0), 0)

/** Images, what containers wrote, and volumes. */
export const readDiskBytes = async (docker: Dockerode): Promise<number> => {
  const usage: DiskUsage = await asking(() => docker.df())
  return sum([
    usage.LayersSize,
    ...(usage.Containers ?? []).map((one) => one.SizeRw),
    ...(usage.Volumes ?? []).map((one) => one.UsageData?.Size),
  ])
}
