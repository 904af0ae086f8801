import { activeStatuses } from '@/core/deployments/state'
import type { Deployment, Prisma } from '@/prisma/generated/client'
import type { DatabaseOrTransaction } from '@/services/context'
import { LeaseLostError } from '@/services/leases/app-lease'

/** A deployment as the worker that runs it holds it: under the fencing number of the app's lease. */
export interface Held {
  id: string
  appId: string
  fencing: number
}

/** Where nothing has ended, and nobody has come since. */
const stillHeld = ({ id, fencing }: Held) => ({ id, fencing, status: { in: ['queued' as const, ...activeStatuses] } })

/**
 * Takes the deployment over. From then on nobody with a lower number writes about it, however long they stood still.
 * Throws LeaseLostError if someone with a higher number has it, or it has ended.
 */
export const takeOver = async (db: DatabaseOrTransaction, held: Held): Promise<void> => {
  const { count } = await db.deployment.updateMany({
    where: { ...stillHeld(held), fencing: { lte: held.fencing } },
    data: { fencing: held.fencing },
  })
  if (count === 0) throw new LeaseLostError(held.appId)
}

/**
 * Changes the deployment's row and returns it; in a transaction, what is written with it stands or falls with this.
 * Without data it only makes sure. Throws LeaseLostError when the deployment is no longer the caller's.
 */
export const updateHeld = async (
  db: DatabaseOrTransaction,
  held: Held,
  data: Prisma.DeploymentUncheckedUpdateManyInput = {},
): Promise<Deployment> => {
  const [deployment] = await db.deployment.updateManyAndReturn({
    where: stillHeld(held),
    data: { ...data, fencing: held.fencing },
  })
  if (!deployment) throw new LeaseLostError(held.appId)
  return deployment
}
