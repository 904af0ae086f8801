import type { Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { writeStatusEvent } from './status-event'

/**
 * Ends queued deployments of the app that a newer one has made needless, and returns their ids. One write decides, for a
 * cancel, or a worker that begins, may come at the same moment: whichever commits first stands.
 */
export const supersedeQueued = async (
  tx: Prisma.TransactionClient,
  { clock }: Pick<Context, 'clock'>,
  appId: string,
  newestNumber: number,
): Promise<string[]> => {
  const ended = await tx.deployment.updateManyAndReturn({
    where: { appId, status: 'queued', number: { lt: newestNumber } },
    data: { status: 'superseded', finishedAt: clock.now() },
  })
  for (const one of ended) await writeStatusEvent(tx, one)
  return ended.map((one) => one.id)
}
