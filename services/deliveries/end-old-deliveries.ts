import { giveUpAfterMs } from '@/core/deliveries/retry'
import type { InstanceContext } from '@/services/context'

const keptMs = 90 * 24 * 60 * 60 * 1000

/** Gives up what could not be sent for a day, its channel being switched off for instance; forgets what is 90 days old. */
export const endOldDeliveries = async ({
  instanceDb,
  clock,
}: Pick<InstanceContext, 'instanceDb' | 'clock'>): Promise<void> => {
  const now = clock.now()
  await instanceDb.delivery.updateMany({
    where: {
      status: 'pending',
      createdAt: { lt: new Date(now.getTime() - giveUpAfterMs) },
      OR: [{ claimedUntil: null }, { claimedUntil: { lt: now } }],
    },
    data: { status: 'failed', endedAt: now, claimedUntil: null },
  })
  await instanceDb.delivery.deleteMany({
    where: { status: { not: 'pending' }, createdAt: { lt: new Date(now.getTime() - keptMs) } },
  })
}
