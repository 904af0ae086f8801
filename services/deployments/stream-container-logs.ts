import type { Run } from './run'
import { newReplicas } from './steps/check-replicas'

/** Copies what the new replicas write into the deployment's log until the signal aborts. */
export const streamContainerLogs = (run: Run, signal: AbortSignal): void => {
  for (const host of run.hosts) {
    void newReplicas(run, host).then((replicas) =>
      replicas.map(async (replica) => {
        try {
          for await (const line of host.engine.followLogs(replica.containerName, 100, signal)) {
            run.journal.line(replica.number, line.stream, line.line, line.at)
          }
        } catch (error) {
          if (!signal.aborted)
            run.ctx.log.warn({ error: String(error), container: replica.containerName }, 'its log ended')
        }
      }),
    )
  }
}
