import { z } from 'zod'
import { type PublicService, serviceState } from '@/core/status-pages/public'
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
  const resting = await inMaintenance(ctx, ids, ctx.clock.now())
  return page.monitors.map(({ monitorId, label, monitor }) => ({
    monitorId,
    key: publicKey(ctx, `${page.id} ${monitorId}`),
    label,
    state: serviceState(
      stateOf(monitor, resting.has(monitorId)),
      lastCheckSchema.safeParse(monitor.watch?.lastCheck).data ?? null,
    ),
  }))
}
