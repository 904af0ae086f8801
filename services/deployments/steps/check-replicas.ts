import { unhealthyFailure } from '@/core/health/check-outcome'
import type { SlotHealth } from '@/core/ports/traffic'
import type { Replica } from '@/prisma/generated/client'
import { filledSlot } from '@/services/hosts/desired-traffic'
import { containerFailure, hasEndedIn, lastLines } from '../container-failure'
import { type HostRun, onEveryHost, type Run, releaseOf } from '../run'

/** Quick at first, since most replicas are healthy within a second; each look costs the proxies 1 ms. */
const pollMs = (elapsedMs: number): number => (elapsedMs < 5000 ? 10 : 200)
const inspectEveryMs = 250

/**
 * Waits until the proxies have seen every new replica healthy. Throws when a container ends by itself, or with what
 * the last checks said when the deadline has passed.
 */
export const checkReplicas = async (run: Run): Promise<string> => {
  const { healthCheck } = releaseOf(run).settings
  const startedAt = run.ctx.clock.now().getTime()
  const counts = await onEveryHost(run, async (host) => {
    const replicas = await newReplicas(run, host)
    let inspectedAt = startedAt
    // A check that is under way has no outcome; the last one that answered says why.
    const answered = new Map<number, SlotHealth>()
    for (;;) {
      const healths = ofReplicas(await host.session.health(host.side), replicas)
      if (healths.every((health) => health.status === 'up')) return replicas.length
      for (const health of healths)
        if (health.status !== 'up' && health.httpStatus !== null) answered.set(health.slot, health)
      await refillEmptied(host, replicas, healths)
      const now = run.ctx.clock.now().getTime()
      if (now - inspectedAt >= inspectEveryMs) {
        inspectedAt = now
        await assertRunning(run, host, replicas)
      }
      if (now - startedAt > healthCheck.deadlineSeconds * 1000) {
        const last = healths.map((health) => (health.status === 'up' ? health : (answered.get(health.slot) ?? health)))
        throw await deadlineFailure(run, host, replicas, last)
      }
      await run.ctx.clock.wait(pollMs(now - startedAt), run.signal)
    }
  })
  const seconds = (run.ctx.clock.now().getTime() - startedAt) / 1000
  const total = counts.reduce((sum, count) => sum + count, 0)
  return `${total} of ${total} healthy after ${seconds.toFixed(1)} s`
}

/** This deployment's replicas on the host. */
export const newReplicas = (run: Run, host: HostRun): Promise<Replica[]> =>
  run.ctx.db.replica.findMany({
    where: { deploymentId: run.deployment.id, hostId: host.host.id, state: { in: ['starting', 'ready'] } },
    orderBy: { number: 'asc' },
  })

/** The health of these replicas' slots, in their order. */
export const ofReplicas = (healths: readonly SlotHealth[], replicas: readonly Replica[]): SlotHealth[] => {
  const bySlot = new Map(healths.map((health) => [health.slot, health]))
  return replicas.map(
    (replica) => bySlot.get(replica.slot) ?? { slot: replica.slot, status: 'maintenance', check: '', httpStatus: null },
  )
}

/** A proxy that was restarted in between has forgotten the slots that were not stored yet. */
const refillEmptied = async (host: HostRun, replicas: readonly Replica[], healths: readonly SlotHealth[]) => {
  const emptied = replicas.filter((_, index) => healths[index]?.status === 'maintenance')
  if (emptied.length > 0) await host.session.fill(host.side, emptied.map(filledSlot))
}

const assertRunning = async (run: Run, host: HostRun, replicas: readonly Replica[]): Promise<void> => {
  for (const replica of replicas) {
    const state = await host.engine.inspect(replica.containerName)
    if (hasEndedIn(run, state)) throw await containerFailure(host, replica, releaseOf(run).settings, state)
  }
}

const deadlineFailure = async (
  run: Run,
  host: HostRun,
  replicas: readonly Replica[],
  healths: readonly SlotHealth[],
) => {
  const { settings } = releaseOf(run)
  const unhealthy = replicas.find((_, index) => healths[index]?.status !== 'up')
  return unhealthyFailure(
    healths,
    { path: settings.healthCheck.path, port: settings.port, seconds: settings.healthCheck.deadlineSeconds },
    unhealthy ? await lastLines(host, unhealthy.containerName) : [],
  )
}
