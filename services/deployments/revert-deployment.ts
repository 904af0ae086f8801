import { DeploymentStepError, explainFailure, failureMessage } from '@/core/deployments/failures'
import type { DeploymentFailure } from '@/core/deployments/schema'
import { type EndStatus, endAfterFailure } from '@/core/deployments/state'
import { publishOutbox } from '@/services/outbox/publish-outbox'
import { queueDrain } from './finish-deployment'
import { CancelledError } from './interruptions'
import { type Measurement, type Meter, proofFrom } from './meter'
import { hostsThatStay } from './open-hosts'
import type { Run } from './run'
import { writeStatusEvent } from './status-event'
import { shiftBack, storeTraffic } from './steps/shift-traffic'

/**
 * Ends a deployment that could not or should not go on: traffic to where it was, the new replicas to draining, the
 * reason in words. The old replicas were never stopped.
 */
export const revertDeployment = async (run: Run, cause: unknown, meter: Meter | null): Promise<void> => {
  const { ctx } = run
  const row = await ctx.db.deployment.findUniqueOrThrow({ where: { id: run.deployment.id } })
  const moved = (await ctx.db.deploymentStep.count({ where: { deploymentId: row.id, name: 'shifting' } })) > 0
  if (moved) await shiftBack(run)
  const measurement = meter ? await meter.stop() : null
  const cancelled = cause instanceof CancelledError
  const status: EndStatus = cancelled ? 'cancelled' : endAfterFailure(moved, row.previousReleaseId !== null)
  const failure = cancelled ? null : await failureOf(run, row.status, cause, moved)
  await run.journal.endRunning('failed', cancelled ? 'cancelled' : (failure?.message ?? null))
  // By what was decided and not by the hosts that were reached: none may have been.
  const stays = hostsThatStay(row.sides)
  const outboxId = await endAs(run, { status, failure, measurement, moved, stays })
  if (moved) await storeTraffic(run)
  await run.journal.announce()
  await publishOutbox(ctx, outboxId)
}

const endAs = (
  run: Run,
  end: {
    status: EndStatus
    failure: DeploymentFailure | null
    measurement: Measurement | null
    moved: boolean
    stays: string[]
  },
): Promise<string> =>
  run.ctx.db.$transaction(async (tx) => {
    const now = run.ctx.clock.now()
    await tx.replica.updateMany({
      where: { deploymentId: run.deployment.id, state: { in: ['starting', 'ready'] }, hostId: { in: end.stays } },
      data: { state: 'ready' },
    })
    await tx.replica.updateMany({
      where: { deploymentId: run.deployment.id, state: { in: ['starting', 'ready'] }, hostId: { notIn: end.stays } },
      data: { state: 'draining', drainingFor: run.deployment.id },
    })
    const ended = await tx.deployment.update({
      where: { id: run.deployment.id },
      data: {
        status: end.status,
        finishedAt: now,
        ...(end.failure ? { failure: { ...end.failure } } : {}),
        ...(end.measurement ? { proof: proofFrom(end.measurement, false) } : {}),
        drainState: 'pending',
        drainDeadline: end.moved ? new Date(now.getTime() + run.live.drainSeconds * 1000) : now,
      },
    })
    await writeStatusEvent(tx, ended)
    return queueDrain(tx, run.deployment)
  })

const failureOf = async (run: Run, step: string, cause: unknown, moved: boolean): Promise<DeploymentFailure> => {
  const known = cause instanceof DeploymentStepError ? cause : new DeploymentStepError('internal')
  if (known.code === 'internal') {
    run.ctx.log.error(
      { error: cause instanceof Error ? cause.stack : String(cause), deploymentId: run.deployment.id },
      'a deployment failed by our own fault',
    )
  }
  const serving = run.app.currentReleaseId
    ? await run.ctx.db.release.findUnique({ where: { id: run.app.currentReleaseId }, select: { number: true } })
    : null
  const failure = [known.code, known.facts, moved, serving?.number ?? null] as const
  return {
    step,
    code: known.code,
    message: failureMessage(...failure),
    explanation: explainFailure(...failure),
    logs: [...known.logs],
  }
}
