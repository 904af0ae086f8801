import { z } from 'zod'
import { unknownAfterMs } from '@/core/monitors/schedule'
import { type PublicService, type ServiceState, serviceState } from '@/core/status-pages/public'
import { inMaintenance } from '@/services/maintenance/in-maintenance'
import { stateOf } from '@/services/monitors/monitor-view'
import type { PublicPageRow } from './find-public-page'
import { type PublicContext, publicKey } from './public-context'

const lastCheckSchema = z.object({ outcome: z.string() })

/** How the monitors of a page are, under their public names and in their order. */
export const publicServices = async (
  ctx: Pick<PublicContext, 'instanceDb' | 'clock' | 'schedule' | 'signer'>,
  page: PublicPageRow,
): Promise<(Pick<PublicService, 'key' | 'label' | 'state'> & { monitorId: string })[]> => {
  const ids = page.monitors.map(({ monitorId }) => monitorId)
  const now = ctx.clock.now()
  const resting = await inMaintenance(ctx, ids, now)
  return page.monitors.map(({ monitorId, label, monitor }) => ({
    monitorId,
    key: publicKey(ctx, `${page.id} ${monitorId}`),
    label,
    state: stateOfService(monitor, resting.has(monitorId), now),
  }))
}

/** What was so when somebody last looked is not said of now. */
const stateOfService = (
  monitor: PublicPageRow['monitors'][number]['monitor'],
  isResting: boolean,
  now: Date,
): ServiceState => {
  const { watch } = monitor
  const last = watch?.lastCheckAt ?? null
  const isStale = last !== null && now.getTime() - last.getTime() > unknownAfterMs(monitor) + monitor.timeoutMs
  const state = stateOf(monitor, isResting)
  if (isStale && state !== 'maintenance') return 'unknown'
  return serviceState(state, lastCheckSchema.safeParse(watch?.lastCheck).data ?? null)
}
