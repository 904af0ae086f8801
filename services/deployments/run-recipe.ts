import { type ActiveStatus, isInTraffic } from '@/core/deployments/state'
import type { Context } from '@/services/context'
import { isDatabaseAway } from '@/services/database-away'
import { enterTrafficPhase } from '@/services/hosts/reload-window'
import type { AppLease } from '@/services/leases/app-lease'
import { settleBegun } from './begin-replicas'
import { finishDeployment } from './finish-deployment'
import type { Held } from './held'
import { Impatience } from './impatience'
import { isAnothers } from './interruptions'
import { Journal } from './journal'
import { measureRun } from './measure-run'
import type { Meter } from './meter'
import { claimEngines, closeSessions } from './open-hosts'
import { isHostAway } from './passing-fault'
import type { Patience } from './patience'
import { revertDeployment } from './revert-deployment'
import { loadRun, type Run, releaseOf } from './run'
import { checkReplicas } from './steps/check-replicas'
import { clearPreDeploy, preDeploy } from './steps/pre-deploy'
import { needsPreDeploy, prepare } from './steps/prepare'
import { shiftTraffic } from './steps/shift-traffic'
import { startReplicas } from './steps/start-replicas'
import { verifyRelease } from './steps/verify-release'
import { streamContainerLogs } from './stream-container-logs'

interface Call {
  ctx: Context
  lease: AppLease
  held: Held
  signal: AbortSignal
  /** Whether a host that is away may still be waited for. */
  patience: Patience
}

/**
 * Runs a deployment from the top to its end, going back where it cannot go on. Throws LeaseLostError and
 * WorkerStoppingError, and what says that the database or a host is away: then it is to be run again.
 */
export const runRecipe = async (call: Call): Promise<void> => {
  const run = await openRun(call)
  const logs = new AbortController()
  let meter: Meter | null = null
  let measuring: Promise<unknown> | null = null
  try {
    if (run.deployment.reverting !== null) {
      // Where that fails, the proxies count as out of reach.
      await claimEngines(run).catch(() => undefined)
      return await revertDeployment(run, null, null)
    }
    await enterPreparing(run)
    await finishStep(run, 'preparing', () => prepare(run))
    call.patience.noteAnswer()
    if (needsPreDeploy(run, releaseOf(run).settings)) {
      await step(run, 'pre_deploy', () => preDeploy(run))
      await run.journal.writeEnd()
    }
    await clearPreDeploy(run)
    await enterStarting(run)
    // Before a first release nobody is served: there is nothing to measure until it is.
    if (run.deployment.previousReleaseId) {
      measuring = measureRun(run).then((started) => {
        meter = started
      })
    }
    await Promise.all([measuring, finishStep(run, 'starting', () => startReplicas(run))])
    streamContainerLogs(run, logs.signal)
    await step(run, 'checking', () => checkReplicas(run))
    await step(run, 'shifting', () => shiftTraffic(run))
    meter ??= await measureRun(run)
    await step(run, 'verifying', () => verifyRelease(run))
    run.signal.throwIfAborted()
    await run.journal.writeEnd()
    await run.lease.assertHeld()
    logs.abort()
    await finishDeployment(run, await meter.stop())
  } catch (error) {
    logs.abort()
    await measuring?.catch(() => undefined)
    await settleBegun(run)
    // Whatever was thrown first: an abort shows itself in many ways, its reason says what it was.
    const cause = run.signal.aborted ? run.signal.reason : error
    if (isAnothers(cause) || isDatabaseAway(cause)) throw cause
    if (isHostAway(cause) && call.patience.isLeft && (await hasPrepared(run))) throw cause
    await revertDeployment(run, cause, meter)
  } finally {
    await abandon(meter)
    await run.journal.settle()
    await closeSessions(run.hosts.map((host) => host.session))
  }
}

const openRun = async ({ ctx, lease, held, signal }: Call): Promise<Run> => {
  const { steps, ...loaded } = await loadRun(ctx, held.id)
  return {
    ctx,
    lease,
    held,
    signal,
    journal: new Journal(ctx, held, { teamId: loaded.deployment.teamId, stepsSoFar: steps.length }),
    hosts: [],
    begun: new Map(),
    impatience: new Impatience(signal, ctx.clock),
    unanswered: new Set(),
    doneSteps: new Set(steps.filter((one) => one.status === 'done').map((one) => one.name)),
    ...loaded,
  }
}

/** Its hosts answered once in this deployment: that they are away now is likely to pass. */
const hasPrepared = async (run: Run): Promise<boolean> =>
  (await run.ctx.db.deploymentStep.count({
    where: { deploymentId: run.deployment.id, name: 'preparing', status: 'done' },
  })) > 0

/** A deployment that another worker goes on with is measured there. */
const abandon = async (meter: Meter | null): Promise<void> => meter?.abandon()

const step = async (run: Run, name: ActiveStatus, work: () => Promise<string>): Promise<void> => {
  run.signal.throwIfAborted()
  if (!run.doneSteps.has(name)) await run.journal.begin(name)
  await finishStep(run, name, work)
}

const finishStep = async (run: Run, name: ActiveStatus, work: () => Promise<string>): Promise<void> => {
  run.signal.throwIfAborted()
  const message = await work()
  // One that an earlier worker had finished was only made sure of again; its record stands.
  if (!run.doneSteps.has(name)) run.journal.end(name, 'done', message)
}

/** What it replaces is known from the first moment, so that pressing Redeploy on that can mean "go back". */
const enterPreparing = async (run: Run): Promise<void> => {
  run.signal.throwIfAborted()
  if (run.doneSteps.has('preparing')) return
  const isNew = run.deployment.startedAt === null
  const deployment = await run.journal.begin(
    'preparing',
    isNew ? { data: { previousReleaseId: run.app.currentReleaseId, startedAt: run.ctx.clock.now() } } : {},
  )
  run.deployment = { ...run.deployment, ...deployment }
}

const enterStarting = async (run: Run): Promise<void> => {
  run.signal.throwIfAborted()
  if (isInTraffic(run.deployment.status)) {
    if (!run.doneSteps.has('starting')) await run.journal.begin('starting')
    return
  }
  await enterTrafficPhase(run.ctx, {
    hostIds: run.hosts.map((host) => host.host.id),
    deploymentId: run.deployment.id,
    signal: run.signal,
    enter: async (tx) => {
      await run.journal.begin('starting', { tx })
    },
  })
  await run.journal.announce()
}
