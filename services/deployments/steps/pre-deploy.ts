import { DeploymentStepError } from '@/core/deployments/failures'
import type { ContainerSpec } from '@/core/ports/containers'
import { openEnv } from '@/services/apps/env-seal'
import { lastLines } from '../container-failure'
import { updateHeld } from '../held'
import { takeTurn } from '../pre-deploy-turn'
import { releaseTag } from '../release-tag'
import { asStepError, engineOf, type HostRun, type Run, releaseOf } from '../run'

/** How long a command that has to stop is asked to, before it is made to: a person waits for the end. */
const stopGraceSeconds = 3

/**
 * Runs the app's pre-deploy command once, in a one-off container of the new image on the app's first host. Whatever
 * goes wrong changes nothing for users. The container stays until its outcome is written down: a worker that takes over
 * awaits one that still runs, and reads how one that has ended did, but starts none a second time.
 */
export const preDeploy = async (run: Run): Promise<string> => {
  const { preDeploy: task } = releaseOf(run).settings
  const host = run.hosts[0]
  if (!task || !host) throw new DeploymentStepError('internal')
  await takeTurn(run, task.database)
  await run.lease.assertHeld()
  const name = taskName(run)
  const following = new AbortController()
  try {
    const { startedAt } = await host.engine.runOnce(taskSpec(run, host, task.command))
    void copyLog(run, host, name, following.signal)
    const beganAt = startedAt === null ? run.ctx.clock.now().getTime() : Date.parse(startedAt)
    const exitCode = await exitWithin(run, host, name, beganAt + task.timeoutSeconds * 1000)
    if (exitCode === null) {
      const logs = await lastLines(host, name)
      throw new DeploymentStepError('pre_deploy_timeout', { seconds: task.timeoutSeconds }, { logs })
    }
    if (exitCode !== 0) {
      throw new DeploymentStepError('pre_deploy_failed', { exitCode }, { logs: await lastLines(host, name) })
    }
    return 'exit code 0'
  } catch (error) {
    throw asStepError(error, host.host.name, releaseOf(run).image)
  } finally {
    following.abort()
  }
}

/** Ends and takes away the command's container, and lets the next app have its turn. Safe to repeat. */
export const clearPreDeploy = async (run: Run): Promise<void> => {
  const [place] = run.places
  if (!place || run.deployment.requestedReleaseId || run.release === null || !releaseOf(run).settings.preDeploy) return
  const { engine } = engineOf(run.ctx, place.host)
  await engine.stop(taskName(run), stopGraceSeconds)
  await engine.remove(taskName(run))
  await updateHeld(run.ctx.db, run.held, { preDeployTurn: null })
}

const taskName = (run: Run): string => `gapless-${run.ctx.instance.id}-${run.app.slug}-d${run.deployment.number}-pre`

/** Null when it has not ended by then. */
const exitWithin = async (run: Run, host: HostRun, name: string, until: number): Promise<number | null> => {
  const timeout = AbortSignal.timeout(Math.max(1, until - run.ctx.clock.now().getTime()))
  try {
    return await host.engine.waitForExit(name, AbortSignal.any([run.signal, timeout]))
  } catch (error) {
    if (timeout.aborted && !run.signal.aborted) return null
    throw error
  }
}

const taskSpec = (run: Run, host: HostRun, command: readonly string[]): ContainerSpec => {
  const release = releaseOf(run)
  const { instance, vault } = run.ctx
  return {
    name: taskName(run),
    labels: {
      'gapless.instance': instance.id,
      'gapless.role': 'task',
      'gapless.app': run.app.id,
      'gapless.release': release.id,
      'gapless.deployment': run.deployment.id,
    },
    image: releaseTag(instance.id, run.app.slug, release.number),
    env: openEnv(vault, run.app.id, release.envSealed),
    command,
    network: { name: host.network.name },
    mounts: release.settings.volumes.map((volume) => ({
      volume: `gapless-${instance.id}-${run.app.slug}-${volume.name}`,
      path: volume.mountPath,
    })),
    stopGraceSeconds,
  }
}

const copyLog = async (run: Run, host: HostRun, name: string, signal: AbortSignal): Promise<void> => {
  try {
    for await (const line of host.engine.followLogs(name, 100, signal)) {
      run.journal.line(null, line.stream, line.line, line.at)
    }
  } catch (error) {
    if (!signal.aborted) run.ctx.log.warn({ error: String(error), container: name }, 'its log ended')
  }
}
