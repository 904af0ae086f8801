import { giveUpAfterMs } from '@/core/deliveries/retry'
import { unconfirmedMs } from '@/core/status-pages/subscribing'
import type { InstanceContext } from '@/services/context'

/** Long enough for the end of an incident to be told in the thread of its beginning. */
const keptMs = 90 * 24 * 60 * 60_000

/** Forgets subscribers who never confirmed, gives up mails that are a day late, and drops what was sent long ago. */
export const endOldSubscriptions = async ({
  instanceDb,
  clock,
}: Pick<InstanceContext, 'instanceDb' | 'clock'>): Promise<void> => {
  const now = clock.now()
  const before = (ms: number): Date => new Date(now.getTime() - ms)
  await instanceDb.statusSubscriber.deleteMany({
    where: { confirmedAt: null, createdAt: { lt: before(unconfirmedMs) } },
  })
  await instanceDb.statusMail.updateMany({
    where: {
      status: 'pending',
      createdAt: { lt: before(giveUpAfterMs) },
      OR: [{ claimedUntil: null }, { claimedUntil: { lt: now } }],
    },
    data: { status: 'failed', endedAt: now, claimedUntil: null },
  })
  await instanceDb.statusMail.deleteMany({
    where: { status: { not: 'pending' }, createdAt: { lt: before(keptMs) } },
  })
  await instanceDb.statusNotice.deleteMany({ where: { endedAt: { lt: before(keptMs) } } })
}
