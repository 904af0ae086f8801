import type Dockerode from 'dockerode'
import type { ContainerUsage } from '@/core/ports/containers'
import { asking } from './errors'

/** One sample; the engine compares it with the one before, which takes it a second. */
export const readUsage = async (docker: Dockerode, id: string): Promise<ContainerUsage> => {
  const stats = await asking(() => docker.getContainer(id).stats({ stream: false }))
  const cpu = stats.cpu_stats.cpu_usage.total_usage - stats.precpu_stats.cpu_usage.total_usage
  const system = stats.cpu_stats.system_cpu_usage - (stats.precpu_stats.system_cpu_usage ?? 0)
  const cache = stats.memory_stats.stats?.inactive_file ?? 0
  return {
    cpuPercent: system > 0 ? (cpu / system) * (stats.cpu_stats.online_cpus ?? 1) * 100 : 0,
    memoryBytes: Math.max(0, (stats.memory_stats.usage ?? 0) - cache),
    memoryLimitBytes: stats.memory_stats.limit ?? 0,
  }
}
