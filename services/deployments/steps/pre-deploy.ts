import { DeploymentStepError } from '@/core/deployments/failures'
import { openEnv } from '@/services/apps/env-seal'
import { lastLines } from '../container-failure'
import { releaseTag } from '../release-tag'
import { asStepError, type Run, releaseOf } from '../run'

/**
 * Runs the app's pre-deploy command once, in a one-off container of the new image on the app's first host. Whatever
 * goes wrong changes nothing for users. A command that an earlier worker had started is awaited, not started again.
 */
export const preDeploy = async (run: Run): Promise<string> => {
  const release = releaseOf(run)
  const { preDeploy: task, volumes } = release.settings
  const host = run.hosts[0]
  if (!task || !host) throw new DeploymentStepError('internal')
  const { instance, vault } = run.ctx
  const name = `gapless-${instance.id}-${run.app.slug}-d${run.deployment.number}-pre`
  const timeout = AbortSignal.timeout(task.timeoutSeconds * 1000)
  const following = new AbortController()
  try {
    await host.engine.run({
      name,
      labels: {
        'gapless.instance': instance.id,
        'gapless.role': 'task',
        'gapless.app': run.app.id,
        'gapless.release': release.id,
        'gapless.deployment': run.deployment.id,
      },
      image: releaseTag(instance.id, run.app.slug, release.number),
      env: openEnv(vault, run.app.id, release.envSealed),
      command: task.command,
      network: { name: host.network.name },
      mounts: volumes.map((volume) => ({
        volume: `gapless-${instance.id}-${run.app.slug}-${volume.name}`,
        path: volume.mountPath,
      })),
      stopGraceSeconds: 10,
    })
    void copyLog(run, name, following.signal)
    const exitCode = await host.engine.waitForExit(name, AbortSignal.any([run.signal, timeout]))
    if (exitCode !== 0) {
      throw new DeploymentStepError('pre_deploy_failed', { exitCode }, { logs: await lastLines(host, name) })
    }
    return 'exit code 0'
  } catch (error) {
    if (timeout.aborted && !run.signal.aborted) {
      const logs = await lastLines(host, name)
      throw new DeploymentStepError('pre_deploy_timeout', { seconds: task.timeoutSeconds }, { logs })
    }
    throw asStepError(error, host.host.name, release.image)
  } finally {
    following.abort()
    await host.engine.remove(name).catch((error: unknown) => {
      run.ctx.log.warn({ error: String(error), container: name }, 'could not be removed')
    })
  }
}

const copyLog = async (run: Run, name: string, signal: AbortSignal): Promise<void> => {
  try {
    for await (const line of run.hosts[0]?.engine.followLogs(name, 100, signal) ?? []) {
      run.journal.line(null, line.stream, line.line, line.at)
    }
  } catch (error) {
    if (!signal.aborted) run.ctx.log.warn({ error: String(error), container: name }, 'its log ended')
  }
}
