import type { InstanceContext } from '@/services/context'
import { inMaintenance } from '@/services/maintenance/in-maintenance'
import { remindAtOf } from './remind-at'
import { tellIncident } from './tell-incident'
import { writeIncidentEvent } from './write-event'

const atMost = 200

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock' | 'schedule'>

/** Tells again of incidents that last and that nobody has acknowledged; each once, whoever of the workers comes first. */
export const remindOfIncidents = async (ctx: Ctx): Promise<void> => {
  const now = ctx.clock.now()
  const due = await ctx.instanceDb.incident.findMany({
    where: { status: 'open', remindAt: { lte: now }, monitor: { enabled: true } },
    include: { monitor: true },
    orderBy: { remindAt: 'asc' },
    take: atMost,
  })
  if (due.length === 0) return
  const quiet = await inMaintenance(
    ctx,
    due.map((incident) => incident.monitorId),
    now,
  )
  for (const { monitor, ...incident } of due) {
    await ctx.instanceDb.$transaction(async (tx) => {
      const { count } = await tx.incident.updateMany({
        where: { id: incident.id, status: 'open', remindAt: incident.remindAt },
        data: { remindAt: quiet.get(monitor.id) ?? remindAtOf(incident, monitor, now) },
      })
      if (count === 0 || quiet.has(monitor.id)) return
      await writeIncidentEvent(tx, incident, now, { type: 'reminded', data: {} })
      await tellIncident(tx, { incident, monitor, event: 'incident.reminder', now })
    })
  }
}
