import type { HostTraffic, TrafficSession } from '@/core/ports/traffic'
import { filledSlot } from '@/services/hosts/desired-traffic'
import type { PlacedHost, Run } from './run'

/** What served before serves nearly always still. Longer than this nobody waits for a replica that may be dead. */
const upWithinMs = 3000
const pollMs = 50

/**
 * Leads users back to what serves by the database, where the proxies still send them to the side that this deployment is
 * about to use: their host could not be reached when an earlier deployment was taken back. That side's replicas are to be
 * quieted, and the new ones must serve nobody before they are checked.
 */
export const leadBack = async (
  run: Run,
  { place, host, side, previousSide }: PlacedHost,
  session: TrafficSession,
  desired: HostTraffic,
): Promise<void> => {
  if (side === previousSide || !(await session.routed()).includes(side)) return
  const shifting = { deploymentId: run.deployment.id, name: 'shifting' }
  if ((await run.ctx.db.deploymentStep.count({ where: shifting })) > 0) return
  run.journal.say(`The proxies on ${host.name} still sent users to what was taken back; they are led to what serves.`)
  if (previousSide !== null) {
    const serving = await run.ctx.db.replica.findMany({
      where: { appId: run.app.id, hostId: place.hostId, side: previousSide, state: 'ready' },
    })
    await session.fill(previousSide, serving.map(filledSlot))
    await untilUp(
      run,
      serving.map((replica) => replica.slot),
      () => session.health(previousSide),
    )
  }
  await session.route(previousSide)
  await session.store(desired)
}

const untilUp = async (
  { ctx, signal }: Run,
  slots: readonly number[],
  look: () => ReturnType<TrafficSession['health']>,
): Promise<void> => {
  const giveUpAt = ctx.clock.now().getTime() + upWithinMs
  while (ctx.clock.now().getTime() < giveUpAt) {
    const up = new Set((await look()).filter(({ status }) => status === 'up').map(({ slot }) => slot))
    if (slots.every((slot) => up.has(slot))) return
    await ctx.clock.wait(pollMs, signal)
  }
}
