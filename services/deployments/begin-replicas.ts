import { DeploymentStepError } from '@/core/deployments/failures'
import type { Replica } from '@/prisma/generated/client'
import { answeredWithin } from '@/services/answered-within'
import { allocateReplicas } from './allocate-replicas'
import { containerFailure } from './container-failure'
import { replicaSpec } from './replica-spec'
import { type BegunReplicas, type ReadyHost, type Run, releaseOf } from './run'

/**
 * Plans a host's replicas and starts the containers of the first `maxSurge` new ones. It needs no proxy, so that the
 * proxies can be reached meanwhile: both take long, and a user waits for both.
 */
export const beginReplicas = async (run: Run, host: ReadyHost): Promise<BegunReplicas> => {
  const { kept, planned } = await allocateReplicas(run, host)
  const starting = new Map(
    planned.slice(0, run.live.rollout.maxSurge).map((replica) => [replica.id, startContainer(run, host, replica)]),
  )
  // Whoever awaits it hears of a failure; nobody may, when the deployment ends before.
  for (const one of starting.values()) one.catch(() => undefined)
  return { replicas: [...kept, ...planned], starting }
}

/** Longer than an engine takes to start a container; what comes later nobody has, and the reconciler takes it away. */
const settleWithinMs = 10_000

/** Waits until nothing that has begun is still being made, or a host answers no more. */
export const settleBegun = async (run: Run): Promise<void> => {
  const settled = async (): Promise<void> => {
    for (const begun of run.begun.values()) {
      const started = await begun.catch(() => null)
      await Promise.allSettled(started?.starting.values() ?? [])
    }
  }
  await answeredWithin(run.ctx.clock, settleWithinMs, settled).catch((error: unknown) => {
    run.ctx.log.warn({ error: String(error), deploymentId: run.held.id }, 'containers may still be made')
  })
}

/** Throws DeploymentStepError when the container has ended at once, or has another address than the proxies expect. */
export const startContainer = async (run: Run, host: ReadyHost, replica: Replica): Promise<void> => {
  run.signal.throwIfAborted()
  const { ctx, app, live } = run
  const { settings, ...release } = releaseOf(run)
  const spec = await replicaSpec(ctx, { app, live, release, settings, replica, network: host.network.name })
  const state = await host.engine.run(spec)
  if (state.status !== 'running' && state.status !== 'restarting') {
    throw await containerFailure(host, replica, settings, state)
  }
  if (state.address !== null && state.address !== replica.address) {
    throw new DeploymentStepError('engine_error', {
      host: host.host.name,
      detail: `${replica.containerName} got the address ${state.address} instead of ${replica.address}`,
    })
  }
}
