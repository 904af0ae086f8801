import { z } from 'zod'
import { DeploymentStepError, explainFailure, failureMessage } from '@/core/deployments/failures'
import { type DeploymentFailure, failureSchema } from '@/core/deployments/schema'
import { endAfterFailure } from '@/core/deployments/state'
import { publishOutbox } from '@/services/outbox/publish-outbox'
import { queueDrain } from './finish-deployment'
import { goBack } from './go-back'
import { updateHeld } from './held'
import { CancelledError } from './interruptions'
import { type Measurement, type Meter, proofFrom } from './meter'
import { hostsThatStay } from './open-hosts'
import type { Run } from './run'
import { writeStatusEvent } from './status-event'
import { clearPreDeploy } from './steps/pre-deploy'
import { withinReach } from './within-reach'

const decisionSchema = z.object({
  status: z.enum(['failed', 'rolled_back', 'cancelled']),
  /** Traffic may have been moved. */
  moved: z.boolean(),
  failure: failureSchema.nullable(),
})
type Decision = z.infer<typeof decisionSchema>

/** A command is asked to end before it is made to; the end is still to be there within ten seconds. */
const clearWithinMs = 6000

/**
 * Ends a deployment that could not or should not go on: traffic to where it was, the new replicas to draining, the
 * reason in words. The old replicas were never stopped. That it ends so is written down first: whoever takes over goes
 * on with going back, `cause` and `meter` being null then.
 */
export const revertDeployment = async (run: Run, cause: unknown, meter: Meter | null): Promise<void> => {
  const { reverting } = run.deployment
  const decision = reverting === null ? await decide(run, cause) : decisionSchema.parse(reverting)
  const first = run.places.slice(0, 1).map(({ host }) => host.name)
  const isCleared = await withinReach(run, first, () => clearPreDeploy(run).then(() => true), clearWithinMs)
  const measurement = await goBack(run, decision.moved, meter)
  const { status, failure } = decision
  await run.journal.endRunning('failed', status === 'cancelled' ? 'cancelled' : (failure?.message ?? null))
  const outboxId = await endAs(run, decision, measurement, isCleared === true)
  await run.journal.announce()
  await publishOutbox(run.ctx, outboxId)
}

const decide = async (run: Run, cause: unknown): Promise<Decision> => {
  const row = await updateHeld(run.ctx.db, run.held)
  const moved = (await run.ctx.db.deploymentStep.count({ where: { deploymentId: row.id, name: 'shifting' } })) > 0
  const decision: Decision =
    cause instanceof CancelledError
      ? { status: 'cancelled', moved, failure: null }
      : {
          status: endAfterFailure(moved, row.previousReleaseId !== null),
          moved,
          failure: await failureOf(run, row.status, cause, moved),
        }
  await updateHeld(run.ctx.db, run.held, { reverting: decision })
  return decision
}

const endAs = (
  run: Run,
  decision: Decision,
  measurement: Measurement | null,
  isPreDeployCleared: boolean,
): Promise<string> =>
  run.ctx.db.$transaction(async (tx) => {
    const now = run.ctx.clock.now()
    const { sides, drainDeadline } = await updateHeld(tx, run.held)
    // By what was decided and not by the hosts that were reached: none may have been.
    const stays = hostsThatStay(sides)
    const own = { deploymentId: run.deployment.id, state: { in: ['starting' as const, 'ready' as const] } }
    await tx.replica.updateMany({ where: { ...own, hostId: { in: stays } }, data: { state: 'ready' } })
    await tx.replica.updateMany({
      where: { ...own, hostId: { notIn: stays } },
      data: { state: 'draining', drainingFor: run.deployment.id },
    })
    const ended = await updateHeld(tx, run.held, {
      status: decision.status,
      finishedAt: now,
      // One that may still run keeps its turn, until the reconciler has ended it.
      ...(isPreDeployCleared ? { preDeployTurn: null } : {}),
      ...(decision.failure ? { failure: decision.failure } : {}),
      ...(measurement ? { proof: proofFrom(measurement, false) } : {}),
      drainState: 'pending',
      // Where no users were moved only what had drained before may have some; it keeps the time that it had.
      drainDeadline: decision.moved ? new Date(now.getTime() + run.live.drainSeconds * 1000) : (drainDeadline ?? now),
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
