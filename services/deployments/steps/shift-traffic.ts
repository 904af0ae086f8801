import type { Clock } from '@/core/ports/clock'
import { retriedWithinMs } from '@/core/ports/traffic'
import { desiredTraffic, filledSlot } from '@/services/hosts/desired-traffic'
import { updateHeld } from '../held'
import { type HostRun, onEveryHost, type RoutedHost, type Run } from '../run'
import { newReplicas } from './check-replicas'

/**
 * Sends all new requests to the new release, on every host; from then on the engine restarts its containers. `liveAt` is when the last proxy has answered: no new request reaches the old release after it.
 */
export const shiftTraffic = async (run: Run): Promise<string> => {
  const already = run.deployment.liveAt
  await onEveryHost(run, async (host) => {
    const settle = await host.session.settleMs()
    if (settle > 0) await run.ctx.clock.wait(settle, run.signal)
  })
  await run.lease.assertHeld()
  await onEveryHost(run, (host) => host.session.route(host.side))
  const liveAt = already ?? run.ctx.clock.now()
  await run.ctx.db.$transaction(async (tx) => {
    await updateHeld(tx, run.held, { liveAt })
    for (const host of run.hosts) {
      await tx.appHost.update({ where: { id: host.place.id }, data: { activeSide: host.side } })
    }
    await tx.replica.updateMany({
      where: { deploymentId: run.deployment.id, state: 'starting' },
      data: { state: 'ready' },
    })
  })
  run.deployment = { ...run.deployment, liveAt }
  await onEveryHost(run, async (host) => {
    const replicas = await newReplicas(run, host)
    await Promise.all(replicas.map((replica) => host.engine.keepRunning(replica.containerName)))
  })
  return run.deployment.previousReleaseId ? 'all traffic on the new release' : 'serving'
}

/** The old release's replicas on the side that serves: the new side's standby until it is verified. */
export const servingSlots = async (run: Run, host: HostRun) => {
  const side = host.previousSide
  if (side === null || side === host.side) return []
  const rows = await run.ctx.db.replica.findMany({
    where: { appId: run.app.id, hostId: host.host.id, side, state: 'ready', deploymentId: { not: run.deployment.id } },
  })
  return rows.map(filledSlot)
}

/**
 * Sends all new requests back to where they went before; null leaves the branded 503. The standby is kept for those
 * that a dead replica of the new release has just failed to take: they have not been tried elsewhere yet.
 */
export const shiftBack = async (
  { session, side, previousSide }: Pick<RoutedHost, 'session' | 'side' | 'previousSide'>,
  clock: Clock,
): Promise<void> => {
  await session.route(previousSide)
  await clock.wait(retriedWithinMs)
  await session.backUp(side, [])
}

/**
 * Stores what the proxies should hold, so that a restarted one serves the same without us. After a shift not at once:
 * it takes processor time that a new release needs more in its first second; until then a proxy that restarts has the
 * old one, which still runs, and this session leads it back.
 */
export const storeTraffic = async (run: Run, host: RoutedHost): Promise<void> =>
  host.session.store(await desiredTraffic(run.ctx, host.host.id))
