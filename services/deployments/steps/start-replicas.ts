import type { Replica } from '@/prisma/generated/client'
import { filledSlot } from '@/services/hosts/desired-traffic'
import { beginReplicas, startContainer } from '../begin-replicas'
import { type HostRun, onEveryHost, type Run } from '../run'
import { servingSlots } from './shift-traffic'

/** Starts the new replicas on every host, `maxSurge` at once, and points their slots at them. Old ones stay untouched. */
export const startReplicas = async (run: Run): Promise<string> => {
  const counts = await onEveryHost(run, async (host) => {
    const { replicas, starting } = await (run.begun.get(host.host.id) ?? beginReplicas(run, host))
    const health = await host.session.health(host.side)
    const alive = new Set(health.filter((one) => one.status === 'up').map((one) => one.slot))
    const isStarting = (replica: Replica): boolean => starting.has(replica.id)
    const cold = replicas
      .filter((replica) => !alive.has(replica.slot))
      .sort((one, other) => Number(isStarting(other)) - Number(isStarting(one)))
    const again = replicas.filter((replica) => alive.has(replica.slot))
    // Containers take longest to start: the proxies are made ready meanwhile.
    const armed = readySlots(run, host, replicas, again, cold)
    // A container that cannot be started is told of first; then nobody awaits this.
    armed.catch(() => undefined)
    for (let first = 0; first < cold.length; first += run.live.rollout.maxSurge) {
      const batch = cold.slice(first, first + run.live.rollout.maxSurge)
      await Promise.all(
        batch.map(async (replica) => {
          await (starting.get(replica.id) ?? startContainer(run, host, replica))
          await armed
          await host.session.fill(host.side, [filledSlot(replica)])
        }),
      )
    }
    await armed
    return { started: cold.length, again: again.length }
  })
  const started = counts.reduce((sum, count) => sum + count.started, 0)
  const again = counts.reduce((sum, count) => sum + count.again, 0)
  return [started > 0 ? `${started} started` : null, again > 0 ? `${again} made ready again` : null]
    .filter((part) => part !== null)
    .join(', ')
}

const readySlots = async (
  run: Run,
  host: HostRun,
  replicas: readonly Replica[],
  again: readonly Replica[],
  cold: readonly Replica[],
): Promise<void> => {
  await quietOthers(run, host, replicas)
  if (again.length > 0) await host.session.fill(host.side, again.map(filledSlot))
  await host.session.arm(
    host.side,
    cold.map((replica) => replica.slot),
  )
  // From the first request on, the old release takes over the moment every new replica is dead.
  await host.session.backUp(host.side, await servingSlots(run, host))
}

/** What is left on this side of an earlier release must get nothing when the side is routed. */
const quietOthers = async (run: Run, host: HostRun, replicas: readonly Replica[]): Promise<void> => {
  const own = new Set(replicas.map((replica) => replica.id))
  const others = await run.ctx.db.replica.findMany({
    where: {
      appId: run.app.id,
      hostId: host.host.id,
      side: host.side,
      state: { in: ['starting', 'ready', 'draining', 'stopping'] },
    },
  })
  await host.session.drain(
    host.side,
    others.filter((replica) => !own.has(replica.id)).map((replica) => replica.slot),
  )
}
