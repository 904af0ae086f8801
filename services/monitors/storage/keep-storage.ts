import type { Retention } from '@/core/monitors/storage'
import type { InstanceContext } from '@/services/context'
import { forgetOld } from './forget-old'
import { makePartitions } from './partitions'
import { rollUpChecks } from './roll-up-checks'

/**
 * Looks after what checks leave behind: makes room for the days to come, puts checks together, forgets what is old. Any
 * worker, at any time, as often as one likes; what was left undone is done the next time.
 */
export const keepMonitorStorage = async (
  ctx: Pick<InstanceContext, 'instanceDb' | 'clock' | 'log'>,
  retention: Retention,
  stopping?: AbortSignal,
): Promise<void> => {
  await makePartitions(ctx)
  await rollUpChecks(ctx, stopping)
  if (!stopping?.aborted) await forgetOld(ctx, retention)
}
