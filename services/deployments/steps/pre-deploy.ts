import { DeploymentStepError } from '@/core/deployments/failures'
import type { ContainerSpec, ContainerState } from '@/core/ports/containers'
import { openEnv } from '@/services/apps/env-seal'
import { appMounts } from '../app-mounts'
import { lastLines } from '../container-failure'
import { updateHeld } from '../held'
import { CancelledError } from '../interruptions'
import { takeTurn } from '../pre-deploy-turn'
import { releaseTag } from '../release-tag'
import { asStepError, engineOf, type HostRun, type Run, releaseOf } from '../run'

/** How long a command that has to stop is asked to, before it is made to: a person waits for the end. */
const stopGraceSeconds = 3
/** More than a deployment's log takes: all of it. */
const wholeLog = 20_000
/** How long the last lines of a command that has ended may take to come. */
const lastLinesWithinMs = 5000

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
  const name = taskName(run)
  const following = new AbortController()
  try {
    const { state, beganAt } = await begin(run, host, task.command)
    const copying = copyLog(run, host, name, following.signal)
    // One that ended while no worker was there has ended in time or not, but it has not to be stopped.
    const exitCode = state.exitCode ?? (await exitWithin(run, host, name, beganAt + task.timeoutSeconds * 1000))
    if (exitCode !== null) await Promise.race([copying, run.ctx.clock.wait(lastLinesWithinMs, run.signal)])
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

/** Ends and takes away the command's container, and lets the next one have its turn; without a turn none ever ran. */
export const clearPreDeploy = async (run: Run): Promise<void> => {
  const [place] = run.places
  if (!place || !run.runsPreDeploy || run.release === null || !releaseOf(run).settings.preDeploy) return
  const { preDeployTurn } = await updateHeld(run.ctx.db, run.held)
  if (preDeployTurn === null) return
  const engine = run.impatience.around(engineOf(run.ctx, place.host).engine)
  await engine.stop(taskName(run), stopGraceSeconds)
  await engine.remove(taskName(run))
  await updateHeld(run.ctx.db, run.held, { preDeployTurn: null })
}

const taskName = (run: Run): string => `gapless-${run.ctx.instance.id}-${run.app.slug}-d${run.deployment.number}-pre`

/**
 * Starts the command unless an earlier worker has. Its time counts from then by our own clock, and by the engine's only
 * where someone else has started it.
 */
const begin = async (
  run: Run,
  host: HostRun,
  command: readonly string[],
): Promise<{ state: ContainerState; beganAt: number }> => {
  const now = () => run.ctx.clock.now().getTime()
  let startedHereAt: number | null = null
  const state = await host.engine.runOnce(await taskSpec(run, host, command), async () => {
    await assertMayStart(run, host)
    startedHereAt = now()
  })
  return { state, beganAt: startedHereAt ?? (state.startedAt === null ? now() : Date.parse(state.startedAt)) }
}

/**
 * Whoever cancels waits only a moment for a container that is still being made: what took it away may have found none, and
 * the turn may be the next deployment's, which has the same lease. Nobody starts that of a deployment that was cancelled.
 */
const assertMayStart = async (run: Run, host: HostRun): Promise<void> => {
  if (run.signal.reason instanceof CancelledError) await host.engine.remove(taskName(run))
  run.signal.throwIfAborted()
  await run.lease.assertHeld()
  await updateHeld(run.ctx.db, run.held)
  run.signal.throwIfAborted()
}

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

const taskSpec = async (run: Run, host: HostRun, command: readonly string[]): Promise<ContainerSpec> => {
  const release = releaseOf(run)
  const { instance, vault } = run.ctx
  return {
    name: taskName(run),
    labels: {
      'gapless.instance': instance.id,
      'gapless.role': 'task',
      'gapless.team': run.app.teamId,
      'gapless.app': run.app.id,
      'gapless.release': release.id,
      'gapless.deployment': run.deployment.id,
    },
    image: releaseTag(instance.id, run.app.slug, release.number),
    env: openEnv(vault, run.app.id, release.envSealed),
    command,
    network: { name: host.network.name },
    mounts: await appMounts(run.ctx, run.app, release.settings),
    stopGraceSeconds,
  }
}

/** From its first line on; those that an earlier worker has stored are not told again. */
const copyLog = async (run: Run, host: HostRun, name: string, signal: AbortSignal): Promise<void> => {
  try {
    let known = await storedLines(run)
    for await (const line of host.engine.followLogs(name, wholeLog, signal)) {
      if (known > 0) known -= 1
      else run.journal.line(null, line.stream, line.line, line.at)
    }
  } catch (error) {
    if (!signal.aborted) run.ctx.log.warn({ error: String(error), container: name }, 'its log ended')
  }
}

/** Before anything else of the release runs, all but the platform's own lines are the command's. */
const storedLines = ({ ctx, deployment }: Run): Promise<number> =>
  ctx.db.deploymentEvent.count({
    where: {
      deploymentId: deployment.id,
      type: 'log',
      NOT: { data: { path: ['stream'], equals: 'platform' } },
    },
  })
