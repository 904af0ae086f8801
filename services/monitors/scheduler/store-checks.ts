import { activeStatuses } from '@/core/deployments/state'
import type { InstanceContext } from '@/services/context'
import { madeInMaintenance } from '@/services/maintenance/made-in-maintenance'
import { deployedSince, type Finished, type Outcome, outcomeOf } from './finished-check'
import { storeQuiet } from './store-quiet'

/**
 * Stores what was found and changes nothing about incidents, all at once; what belongs to a claim that is no longer held is
 * refused. Returns what was stored, and what is left: that which changes an incident, each to be stored on its own.
 */
export const storeChecks = async (
  ctx: InstanceContext,
  finished: readonly Finished[],
): Promise<{ stored: Outcome[]; changing: Outcome[] }> => {
  if (finished.length === 0) return { stored: [], changing: [] }
  const now = ctx.clock.now()
  const [maintenance, deploying] = await Promise.all([
    madeInMaintenance(
      ctx,
      finished.map(({ monitor, at }) => ({ monitorId: monitor.id, at })),
      now,
    ),
    deployingApps(ctx, finished, now),
  ])
  const outcomes = finished.map((one) =>
    outcomeOf(one, {
      inMaintenance: maintenance.has(one.monitor.id),
      isDeploying: one.monitor.appId !== null && deploying.has(one.monitor.appId),
      at: now,
    }),
  )
  const changing = outcomes.filter(({ steps }) => steps.length > 0)
  const stored = await storeQuiet(
    ctx,
    outcomes.filter(({ steps }) => steps.length === 0),
  )
  return { stored, changing }
}

/** The apps that are being deployed, or were until a moment ago. */
const deployingApps = async (
  { instanceDb }: InstanceContext,
  finished: readonly Finished[],
  now: Date,
): Promise<Set<string>> => {
  const apps = [...new Set(finished.flatMap(({ monitor }) => monitor.appId ?? []))]
  if (apps.length === 0) return new Set()
  const rows = await instanceDb.deployment.findMany({
    where: {
      appId: { in: apps },
      OR: [{ status: { in: ['queued', ...activeStatuses] } }, { finishedAt: { gt: deployedSince(now) } }],
    },
    select: { appId: true },
    distinct: ['appId'],
  })
  return new Set(rows.map(({ appId }) => appId))
}
