import { assertMay } from '@/core/access/policy'
import type { AppDefinition } from '@/core/apps/schema'
import { DeploymentStepError, explainFailure } from '@/core/deployments/failures'
import { invalid } from '@/core/errors'
import type { ContainerEngine, ContainerSpec } from '@/core/ports/containers'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { failureLogLines } from '@/services/deployments/container-failure'
import { asStepError, engineOf } from '@/services/deployments/run'
import { resolveImage } from '@/services/deployments/steps/resolve-image'
import { claimEngine } from '@/services/hosts/claim-engine'
import { usableHost } from '@/services/hosts/usable-hosts'
import { randomHex } from '@/services/random-hex'
import { resolveHosts } from './resolve-hosts'
import { withSparePlace } from './spare-place'
import { type TrialCheck, watchTrial } from './watch-trial'

export interface TrialResult {
  healthy: boolean
  /** What the proxy's own health check saw, each change of it. */
  checks: TrialCheck[]
  /** The container's last lines. */
  logs: string[]
}

interface Trial extends TrialResult {
  name: string
}

/**
 * Starts the app's image once, without traffic, and sees whether the proxy's own health check finds it healthy: what a
 * deployment would see, in at most a minute. Leaves nothing running. Throws invalid (no image, unknown host).
 */
export const tryApp: Service<AppDefinition & { signal?: AbortSignal }, TrialResult> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.try')
  const { image } = input
  if (image === undefined) throw invalid([{ path: 'image', message: 'Name the image to try.' }])
  const [first] = await resolveHosts(ctx.db, input.hosts)
  if (!first) throw invalid([{ path: 'hosts', message: 'Name a host.' }])
  const host = await usableHost(ctx.db, first.id)
  if (!host) throw invalid([{ path: 'hosts', message: 'The team has no such host.' }])
  const { engine } = engineOf(ctx, host)
  const trial: Trial = {
    name: `gapless-${ctx.instance.id}-try-${randomHex(4)}`,
    healthy: false,
    checks: [],
    logs: [],
  }
  await ctx.db.$transaction((tx) =>
    recordAuditEvent(tx, ctx.actor, {
      action: 'app.try',
      target: { type: 'app', id: trial.name, name: input.name },
      after: { image, host: host.name },
    }),
  )
  try {
    const { target } = engineOf(ctx, host.engineId === null ? await claimEngine(ctx, host, ctx.actor) : host)
    const resolved = await resolveImage({ ctx, host, engine, image, onProgress: () => undefined, ...signalOf(input) })
    await withSparePlace(ctx, { host, target }, async (session) => {
      const network = await engine.ensureNetwork(ctx.actor.teamId)
      const state = await engine.run(trialSpec(ctx, input, trial.name, resolved.image.id, network.name))
      trial.healthy = await watchTrial(ctx, {
        app: input,
        session,
        engine,
        state,
        checks: trial.checks,
        ...signalOf(input),
      })
    })
  } catch (error) {
    const fault = asStepError(error, host.name, image)
    if (!(fault instanceof DeploymentStepError)) throw error
    // What it means for users is left out: a trial has none.
    const { what, next } = explainFailure(fault.code, fault.facts, false, null)
    const message = `${what} ${next}`
    trial.checks.push({ at: ctx.clock.now().toISOString(), status: fault.code, httpStatus: null, message })
  } finally {
    trial.logs = await clearTrial(ctx, engine, trial.name, input)
  }
  return { healthy: trial.healthy, checks: trial.checks, logs: trial.logs }
}

const signalOf = (input: { signal?: AbortSignal }) => (input.signal ? { signal: input.signal } : {})

const volumeName = (trial: string, volume: string): string => `${trial}-${volume}`

const trialSpec = (
  ctx: Context,
  app: AppDefinition,
  name: string,
  imageId: string,
  network: string,
): ContainerSpec => ({
  name,
  labels: { 'gapless.instance': ctx.instance.id, 'gapless.role': 'task', 'gapless.team': ctx.actor.teamId },
  image: imageId,
  env: { PORT: String(app.port), ...app.env },
  ...(app.command ? { command: app.command } : {}),
  network: { name: network },
  // Empty volumes of its own: a trial must not write to those of an app.
  mounts: app.volumes.map((volume) => ({
    volume: volumeName(name, volume.name),
    path: volume.mountPath,
    hadBefore: false,
  })),
  ...(app.resources.cpus ? { cpus: app.resources.cpus } : {}),
  ...(app.resources.memoryMb ? { memoryBytes: app.resources.memoryMb * 1024 * 1024 } : {}),
  stopGraceSeconds: 1,
})

/** Takes everything of the trial away and returns its last lines. */
const clearTrial = async (
  ctx: Context,
  engine: ContainerEngine,
  name: string,
  app: AppDefinition,
): Promise<string[]> => {
  const lines = await engine.logs(name, failureLogLines).catch(() => [])
  try {
    await engine.stop(name, 1)
    await engine.remove(name)
    for (const volume of app.volumes) await engine.removeVolume(volumeName(name, volume.name))
  } catch (error) {
    ctx.log.warn({ error: String(error), container: name }, 'a trial could not be cleared away')
  }
  return lines.map((line) => line.line)
}
