import type { InstanceContext } from '@/services/context'

const keptMs = 24 * 60 * 60_000

/** Forgets outbox rows that were handed over a day ago: from then on the queue has them, and after it what they changed. */
export const forgetPublished = async ({
  instanceDb,
  clock,
}: Pick<InstanceContext, 'instanceDb' | 'clock'>): Promise<void> => {
  await instanceDb.outbox.deleteMany({ where: { publishedAt: { lt: new Date(clock.now().getTime() - keptMs) } } })
}
