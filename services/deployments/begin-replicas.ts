import { DeploymentStepError } from '@/core/deployments/failures'
import type { ContainerSpec } from '@/core/ports/containers'
import type { Replica } from '@/prisma/generated/client'
import { openEnv } from '@/services/apps/env-seal'
import { allocateReplicas } from './allocate-replicas'
import { containerFailure } from './container-failure'
import { releaseTag } from './release-tag'
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

/** Waits until nothing that has begun is still being made. */
export const settleBegun = async (run: Run): Promise<void> => {
  for (const begun of run.begun.values()) {
    const started = await begun.catch(() => null)
    await Promise.allSettled(started?.starting.values() ?? [])
  }
}

/** Throws DeploymentStepError when the container has ended at once, or has another address than the proxies expect. */
export const startContainer = async (run: Run, host: ReadyHost, replica: Replica): Promise<void> => {
  run.signal.throwIfAborted()
  const state = await host.engine.run(replicaSpec(run, replica, host))
  if (state.status !== 'running' && state.status !== 'restarting') {
    throw await containerFailure(host, replica, releaseOf(run).settings, state)
  }
  if (state.address !== null && state.address !== replica.address) {
    throw new DeploymentStepError('engine_error', {
      host: host.host.name,
      detail: `${replica.containerName} got the address ${state.address} instead of ${replica.address}`,
    })
  }
}

const replicaSpec = (run: Run, replica: Replica, { network }: ReadyHost): ContainerSpec => {
  const release = releaseOf(run)
  const { settings } = release
  const { instance, vault } = run.ctx
  return {
    name: replica.containerName,
    labels: {
      'gapless.instance': instance.id,
      'gapless.role': 'app',
      'gapless.app': run.app.id,
      'gapless.release': release.id,
      'gapless.deployment': replica.deploymentId,
      'gapless.replica': String(replica.number),
    },
    image: releaseTag(instance.id, run.app.slug, release.number),
    env: { PORT: String(settings.port), ...openEnv(vault, run.app.id, release.envSealed) },
    ...(settings.command ? { command: settings.command } : {}),
    network: { name: network.name, address: replica.address },
    mounts: settings.volumes.map((volume) => ({
      volume: `gapless-${instance.id}-${run.app.slug}-${volume.name}`,
      path: volume.mountPath,
    })),
    ...(settings.resources.cpus ? { cpus: settings.resources.cpus } : {}),
    ...(settings.resources.memoryMb ? { memoryBytes: settings.resources.memoryMb * 1024 * 1024 } : {}),
    stopGraceSeconds: run.live.stopGraceSeconds,
  }
}
