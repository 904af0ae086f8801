import { trafficStatuses } from '@/core/deployments/state'
import type { ContainerSummary } from '@/core/ports/containers'
import { notRunning } from '@/core/reconcile/compare'
import { answeredWithin } from '@/services/answered-within'
import type { InstanceContext } from '@/services/context'
import { keepAlive, type Place } from './keep-alive'
import { noteRepair } from './note-repair'

/** Until then a deployment touches nothing of what serves, and may take minutes. */
const untouching = ['queued', 'preparing', 'pre_deploy'] as const
const isUntouched = {
  deletedAt: null,
  deployments: { some: { status: { in: [...untouching] } }, none: { status: { in: [...trafficStatuses] } } },
}

const startWithinMs = 60_000

/**
 * Starts what serves and does not run of apps on the host whose deployment waits for its turn or prepares: nobody else
 * looks after it meanwhile. Takes no lease, for that is the deployment's, and does nothing else. Whoever stood still as
 * long as it takes to move traffic and drain finds the replica no longer ready.
 */
export const keepServing = async (
  ctx: InstanceContext,
  hostId: string,
  containers: readonly ContainerSummary[],
): Promise<void> => {
  const places = await ctx.instanceDb.appHost.findMany({
    where: { hostId, app: isUntouched },
    include: { host: true, app: { include: { domains: true } } },
  })
  await Promise.all(places.map((place) => keepPlace(ctx, place, containers)))
}

const keepPlace = async (
  ctx: InstanceContext,
  place: Place,
  containers: readonly ContainerSummary[],
): Promise<void> => {
  const { appId, hostId, app } = place
  const ready = await ctx.instanceDb.replica.findMany({
    where: { appId, hostId, state: 'ready', releaseId: app.currentReleaseId ?? '' },
    include: { release: true },
    orderBy: { number: 'asc' },
  })
  const amiss: string[] = []
  const failures: string[] = []
  for (const { replica, words } of notRunning(ready, containers)) {
    const mayStart = async () =>
      (await ctx.instanceDb.replica.count({ where: { id: replica.id, state: 'ready', app: isUntouched } })) > 0
    try {
      const start = () => keepAlive(ctx, place, replica, mayStart)
      if (await answeredWithin(ctx.clock, startWithinMs, start)) amiss.push(words)
    } catch (error) {
      amiss.push(words)
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  if (amiss.length === 0) return
  await noteRepair(ctx, place, { at: ctx.clock.now().toISOString(), amiss, failure: failures[0] ?? null })
}
