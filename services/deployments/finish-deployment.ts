import { publishOutbox } from '@/services/outbox/publish-outbox'
import { updateHeld } from './held'
import { CancelledError } from './interruptions'
import { type Measurement, proofFrom } from './meter'
import { type Run, releaseOf } from './run'
import { writeStatusEvent } from './status-event'

/**
 * The new release has proven itself: it is the app's current one, the old replicas are handed to draining, and the app
 * is free for the next deployment.
 */
export const finishDeployment = async (run: Run, measurement: Measurement): Promise<void> => {
  const { ctx, deployment } = run
  const outboxId = await ctx.db.$transaction(async (tx) => {
    // The app's row first, as whoever queues a deployment takes it: two that wait for each other would both fail.
    await tx.app.update({ where: { id: run.app.id }, data: { currentReleaseId: releaseOf(run).id } })
    const old = await tx.replica.updateMany({
      where: { appId: run.app.id, state: 'ready', deploymentId: { not: deployment.id } },
      data: { state: 'draining', drainingFor: deployment.id },
    })
    const ended = await updateHeld(tx, run.held, {
      status: 'succeeded',
      finishedAt: ctx.clock.now(),
      proof: proofFrom(measurement, false),
      drainState: 'pending',
      drainDeadline: drainDeadline(run, old.count),
    })
    // Whoever asked for it was told that it would stop.
    if (ended.cancelRequestedAt) throw new CancelledError()
    await writeStatusEvent(tx, ended)
    return queueDrain(tx, deployment)
  })
  await run.journal.announce()
  await publishOutbox(ctx, outboxId)
}

/** Counted from when the old replicas got no new requests. */
const drainDeadline = (run: Run, oldReplicas: number): Date => {
  const from = (run.deployment.liveAt ?? run.ctx.clock.now()).getTime()
  return new Date(from + (oldReplicas > 0 ? run.live.drainSeconds * 1000 : 0))
}

export const queueDrain = async (
  tx: Parameters<Parameters<Run['ctx']['db']['$transaction']>[0]>[0],
  deployment: { id: string; teamId: string },
): Promise<string> => {
  const payload = { teamId: deployment.teamId, deploymentId: deployment.id }
  const row = await tx.outbox.create({ data: { teamId: deployment.teamId, topic: 'drain', payload } })
  return row.id
}
