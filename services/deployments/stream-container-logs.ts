import type { Replica } from '@/prisma/generated/client'
import type { HostRun, Run } from './run'
import { newReplicas } from './steps/check-replicas'

/** Copies what the new replicas write into the deployment's log until the signal aborts. A log that ends is only told. */
export const streamContainerLogs = (run: Run, signal: AbortSignal): void => {
  for (const host of run.hosts) void copyAll(run, host, signal)
}

const copyAll = async (run: Run, host: HostRun, signal: AbortSignal): Promise<void> => {
  try {
    const replicas = await newReplicas(run, host)
    await Promise.all(replicas.map((replica) => copy(run, host, replica, signal)))
  } catch (error) {
    if (!signal.aborted) run.ctx.log.warn({ error: String(error), deploymentId: run.held.id }, 'a log ended')
  }
}

const copy = async (run: Run, host: HostRun, replica: Replica, signal: AbortSignal): Promise<void> => {
  for await (const line of host.engine.followLogs(replica.containerName, 100, signal)) {
    run.journal.line(replica.number, line.stream, line.line, line.at)
  }
}
