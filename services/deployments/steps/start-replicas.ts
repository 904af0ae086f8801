import { DeploymentStepError } from '@/core/deployments/failures'
import type { ContainerSpec, TeamNetwork } from '@/core/ports/containers'
import type { Replica } from '@/prisma/generated/client'
import { openEnv } from '@/services/apps/env-seal'
import { filledSlot } from '@/services/hosts/desired-traffic'
import { allocateReplicas } from '../allocate-replicas'
import { containerFailure } from '../container-failure'
import { type HostRun, onEveryHost, type Run, releaseOf } from '../run'
import { releaseTag } from './prepare'
import { servingSlots } from './shift-traffic'

/** Starts the new replicas on every host, `maxSurge` at once, and points their slots at them. Old ones stay untouched. */
export const startReplicas = async (run: Run): Promise<string> => {
  const counts = await onEveryHost(run, async (host) => {
    const replicas = await allocateReplicas(run, host, host.network)
    const health = await host.session.health(host.side)
    const alive = new Set(health.filter((one) => one.status === 'up').map((one) => one.slot))
    const cold = replicas.filter((replica) => !alive.has(replica.slot))
    const again = replicas.filter((replica) => alive.has(replica.slot))
    // Containers take longest to start: the proxies are made ready meanwhile.
    const armed = readySlots(run, host, replicas, again, cold)
    for (let first = 0; first < cold.length; first += run.live.rollout.maxSurge) {
      const batch = cold.slice(first, first + run.live.rollout.maxSurge)
      await Promise.all(batch.map((replica) => startOne(run, host, replica, armed)))
    }
    await armed
    return { started: cold.length, again: again.length }
  })
  const started = counts.reduce((sum, count) => sum + count.started, 0)
  const again = counts.reduce((sum, count) => sum + count.again, 0)
  return [started > 0 ? `${started} started` : null, again > 0 ? `${again} made ready again` : null]
    .filter((part) => part !== null)
    .join(', ')
}

const readySlots = async (
  run: Run,
  host: HostRun,
  replicas: readonly Replica[],
  again: readonly Replica[],
  cold: readonly Replica[],
): Promise<void> => {
  const slotsOf = (some: readonly Replica[]): number[] => some.map((replica) => replica.slot)
  await quietOthers(run, host, replicas)
  await host.session.ready(host.side, slotsOf(again))
  await host.session.arm(host.side, slotsOf(cold))
  // From the first request on, the old release takes over the moment every new replica is dead.
  await host.session.backUp(host.side, await servingSlots(run, host))
}

/** What is left on this side of an earlier release must get nothing when the side is routed. */
const quietOthers = async (run: Run, host: HostRun, replicas: readonly Replica[]): Promise<void> => {
  const own = new Set(replicas.map((replica) => replica.id))
  const others = await run.ctx.db.replica.findMany({
    where: {
      appId: run.app.id,
      hostId: host.host.id,
      side: host.side,
      state: { in: ['starting', 'ready', 'draining', 'stopping'] },
    },
  })
  await host.session.drain(
    host.side,
    others.filter((replica) => !own.has(replica.id)).map((replica) => replica.slot),
  )
}

const startOne = async (run: Run, host: HostRun, replica: Replica, armed: Promise<void>): Promise<void> => {
  run.signal.throwIfAborted()
  const state = await host.engine.run(replicaSpec(run, replica, host.network))
  if (state.status !== 'running' && state.status !== 'restarting') {
    throw await containerFailure(host, replica, releaseOf(run).settings, state)
  }
  if (state.address !== null && state.address !== replica.address) {
    throw new DeploymentStepError('engine_error', {
      host: host.host.name,
      detail: `${replica.containerName} got the address ${state.address} instead of ${replica.address}`,
    })
  }
  await armed
  await host.session.fill(host.side, [filledSlot(replica)])
}

const replicaSpec = (run: Run, replica: Replica, network: TeamNetwork): ContainerSpec => {
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
