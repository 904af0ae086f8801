import type { ActiveStatus } from '@/core/deployments/state'
import type { Deployment } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { enterTrafficPhase } from '@/services/hosts/reload-window'
import { type AppLease, LeaseLostError } from '@/services/leases/app-lease'
import { settleBegun } from './begin-replicas'
import { finishDeployment } from './finish-deployment'
import { WorkerStoppingError, watchForCancel } from './interruptions'
import { Journal } from './journal'
import { Meter } from './meter'
import { closeSessions } from './open-hosts'
import { revertDeployment } from './revert-deployment'
import { loadRun, onEveryHost, type Run, releaseOf } from './run'
import { checkReplicas } from './steps/check-replicas'
import { preDeploy } from './steps/pre-deploy'
import { needsPreDeploy, prepare } from './steps/prepare'
import { shiftTraffic } from './steps/shift-traffic'
import { startReplicas } from './steps/start-replicas'
import { verifyRelease } from './steps/verify-release'
import { streamContainerLogs } from './stream-container-logs'

/**
 * One deployment from the first step to its end. Every step finds what an earlier worker did and is safe to do again,
 * so a resumed deployment simply runs from the top. Only a lost lease and a stopping worker leave it without an end:
 * then another worker has it, or will.
 */
export const deployRelease = async (call: {
  ctx: Context
  lease: AppLease
  deployment: Deployment
  stopping: AbortSignal
}): Promise<void> => {
  const { ctx, lease, deployment, stopping } = call
  const { steps: stepsSoFar, ...loaded } = await loadRun(ctx, deployment.id)
  const cancel = await watchForCancel(ctx, deployment.id)
  const run: Run = {
    ctx,
    lease,
    journal: new Journal(ctx, deployment, { stepsSoFar: stepsSoFar.length }),
    signal: AbortSignal.any([lease.signal, cancel.signal, stopping]),
    hosts: [],
    begun: new Map(),
    doneSteps: new Set(stepsSoFar.filter((one) => one.status === 'done').map((one) => one.name)),
    ...loaded,
  }
  const logs = new AbortController()
  let meter: Meter | null = null
  let measuring: Promise<unknown> | null = null
  try {
    await enterPreparing(run)
    await finishStep(run, 'preparing', () => prepare(run))
    if (needsPreDeploy(run, releaseOf(run).settings)) {
      await step(run, 'pre_deploy', () => preDeploy(run))
    }
    await enterStarting(run)
    // Before a first release nobody is served: there is nothing to measure until it is.
    if (run.deployment.previousReleaseId) {
      measuring = startMeter(run).then((started) => {
        meter = started
      })
    }
    await Promise.all([measuring, finishStep(run, 'starting', () => startReplicas(run))])
    streamContainerLogs(run, logs.signal)
    await step(run, 'checking', () => checkReplicas(run))
    await step(run, 'shifting', () => shiftTraffic(run))
    meter ??= await startMeter(run)
    await step(run, 'verifying', () => verifyRelease(run))
    run.signal.throwIfAborted()
    await run.journal.writeEnd()
    await lease.assertHeld()
    logs.abort()
    await finishDeployment(run, await meter.stop())
  } catch (error) {
    logs.abort()
    await measuring?.catch(() => undefined)
    await settleBegun(run)
    // Whatever was thrown first: an abort shows itself in many ways, its reason says what it was.
    const cause = run.signal.aborted ? run.signal.reason : error
    if (cause instanceof LeaseLostError || cause instanceof WorkerStoppingError) throw cause
    await revertDeployment(run, cause, meter)
  } finally {
    await abandon(meter)
    cancel.stop()
    await run.journal.settle()
    await closeSessions(run.hosts.map((host) => host.session))
  }
}

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
  await enterTrafficPhase(run.ctx, {
    hostIds: run.hosts.map((host) => host.host.id),
    deploymentId: run.deployment.id,
    signal: run.signal,
    enter: async (tx) => {
      if (!run.doneSteps.has('starting')) await run.journal.begin('starting', { tx })
    },
  })
  await run.journal.announce()
}

const startMeter = (run: Run): Promise<Meter> =>
  Meter.start({
    ctx: run.ctx,
    deploymentId: run.deployment.id,
    sessions: () => run.hosts.map((host) => host.session),
    probe: {
      address: run.hosts[0]?.host.publicAddress ?? '127.0.0.1',
      domain: run.app.domains[0]?.name ?? null,
      path: releaseOf(run).settings.healthCheck.path,
    },
    onTraffic: (event) => run.journal.traffic(event),
    picture: () => trafficPicture(run),
  })

const trafficPicture = async (run: Run) => {
  const replicas = await run.ctx.db.replica.findMany({
    where: { appId: run.app.id, state: { in: ['starting', 'ready', 'draining'] } },
    select: { hostId: true, side: true, slot: true, deploymentId: true },
  })
  const inFlight = async (isNew: boolean): Promise<number> => {
    const counts = await onEveryHost(run, async (host) => {
      const mine = replicas.filter((r) => r.hostId === host.host.id && (r.deploymentId === run.deployment.id) === isNew)
      const sides = (['a', 'b'] as const).map(async (side) => {
        const slots = mine.filter((replica) => replica.side === side).map((replica) => replica.slot)
        return slots.length === 0 ? 0 : host.session.inFlight(side, slots)
      })
      return (await Promise.all(sides)).reduce((sum, one) => sum + one, 0)
    })
    return counts.reduce((sum, one) => sum + one, 0)
  }
  const [oldInFlight, newInFlight] = await Promise.all([inFlight(false), inFlight(true)])
  const routed = run.deployment.liveAt ? 'new' : run.deployment.previousReleaseId ? 'old' : 'none'
  return { oldInFlight, newInFlight, routed } as const
}
