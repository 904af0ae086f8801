import { DeploymentStepError } from '@/core/deployments/failures'
import { checkInWords } from '@/core/health/check-outcome'
import type { Replica } from '@/prisma/generated/client'
import { containerFailure, lastLines } from '../container-failure'
import { type HostRun, onEveryHost, type Run, releaseOf } from '../run'
import { newReplicas, slotHealths } from './check-replicas'
import { storeTraffic } from './shift-traffic'

const pollMs = 200

/**
 * Watches the new release for `verifySeconds` after it went live, then makes it what a restarted proxy serves. Throws when a check fails or a container ends; the
 * recipe then goes back to the old replicas, which still run.
 */
export const verifyRelease = async (run: Run): Promise<string> => {
  const until = (run.deployment.liveAt ?? run.ctx.clock.now()).getTime() + run.live.verifySeconds * 1000
  await onEveryHost(run, async (host) => {
    const replicas = await newReplicas(run, host)
    const startsAtFirst = new Map<string, string | null>()
    do {
      for (const replica of replicas) await assertNotRestarted(run, host, replica, startsAtFirst)
      await assertHealthy(run, host, replicas, startsAtFirst)
      const left = until - run.ctx.clock.now().getTime()
      if (left > 0) await run.ctx.clock.wait(Math.min(pollMs, left), run.signal)
    } while (run.ctx.clock.now().getTime() < until)
    await host.session.backUp(host.side, [])
  })
  await onEveryHost(run, (host) => storeTraffic(run, host))
  return `healthy for ${run.live.verifySeconds} s`
}

const assertHealthy = async (
  run: Run,
  host: HostRun,
  replicas: readonly Replica[],
  startsAtFirst: Map<string, string | null>,
): Promise<void> => {
  const healths = await slotHealths(host, replicas)
  const bad = healths.findIndex((health) => health.status !== 'up')
  const replica = replicas[bad]
  const health = healths[bad]
  if (!replica || !health) return
  // The engine may have started it again already: that it ended says more than that its checks fail.
  await assertNotRestarted(run, host, replica, startsAtFirst)
  throw new DeploymentStepError(
    'unhealthy_after_shift',
    { path: releaseOf(run).settings.healthCheck.path, detail: checkInWords(health) },
    { logs: await lastLines(host, replica.containerName) },
  )
}

/** A container that was made ready again may have been restarted long ago; only a restart from now on counts. */
const assertNotRestarted = async (
  run: Run,
  host: HostRun,
  replica: Replica,
  startsAtFirst: Map<string, string | null>,
): Promise<void> => {
  const state = await host.engine.inspect(replica.containerName)
  const first = startsAtFirst.get(replica.id)
  if (state?.status === 'running' && (first === undefined || first === state.startedAt)) {
    startsAtFirst.set(replica.id, state.startedAt)
    return
  }
  throw await containerFailure(host, replica, releaseOf(run).settings, state, 'restarted_after_shift')
}
