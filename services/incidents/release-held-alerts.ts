import { isEnd } from '@/core/deployments/state'
import type { Deployment, Incident, Monitor, MonitorWatch } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { inMaintenance } from '@/services/maintenance/in-maintenance'
import { wasMadeInMaintenance } from '@/services/monitors/scheduler/finished-check'
import { startTelling } from './start-telling'

const atMost = 200

type Held = Incident & { monitor: Monitor & { watch: MonitorWatch | null } }

/**
 * Tells of incidents that were held while their app was being deployed, once the deployment has ended and the monitor
 * has failed since, or they were held for as long as is allowed. What recovers meanwhile ends without a word. In
 * maintenance nobody is told, nor after it before a check has counted again: how it stood before is no news by then.
 */
export const releaseHeldAlerts = async (
  ctx: Pick<InstanceContext, 'instanceDb' | 'clock' | 'schedule'>,
): Promise<void> => {
  const now = ctx.clock.now()
  const held = await ctx.instanceDb.incident.findMany({
    where: { status: { not: 'resolved' }, toldAt: null, heldUntil: { not: null } },
    include: { monitor: { include: { watch: true } } },
    take: atMost,
  })
  if (held.length === 0) return
  const deployments = await ctx.instanceDb.deployment.findMany({
    where: { id: { in: held.flatMap((incident) => incident.heldForId ?? []) } },
  })
  const quiet = await inMaintenance(
    ctx,
    held.map(({ monitorId }) => monitorId),
    now,
  )
  for (const incident of held) {
    if (quiet.has(incident.monitorId) || wasMadeInMaintenance(incident.monitor.watch?.lastCheck)) continue
    const deployment = deployments.find((one) => one.id === incident.heldForId) ?? null
    if (!isToBeTold(incident, deployment, now)) continue
    await ctx.instanceDb.$transaction(async (tx) => {
      const [claimed] = await tx.incident.updateManyAndReturn({
        where: { id: incident.id, status: { not: 'resolved' }, toldAt: null, heldUntil: { not: null } },
        data: { heldUntil: null },
      })
      if (claimed) await startTelling(tx, { incident: claimed, monitor: incident.monitor, now })
    })
  }
}

const isToBeTold = (incident: Held, deployment: Deployment | null, now: Date): boolean => {
  if (incident.heldUntil !== null && incident.heldUntil <= now) return true
  if (deployment === null) return true
  if (!isEnd(deployment.status) || deployment.finishedAt === null) return false
  const { watch } = incident.monitor
  // What was found before the end says nothing of the final state, and one good check is the beginning of it.
  return watch !== null && watch.lastCheckAt !== null && watch.lastCheckAt > deployment.finishedAt && watch.failures > 0
}
