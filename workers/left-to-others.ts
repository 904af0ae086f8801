import { AppBusyError } from '@/services/apps/remove-app'
import { WorkerStoppingError } from '@/services/deployments/interruptions'
import { LeaseLostError } from '@/services/leases/app-lease'

/** Ends quietly when the work is another worker's now, or will be found again in the database in a second. */
export const leftToOthers = async (work: Promise<void>): Promise<void> => {
  try {
    await work
  } catch (error) {
    const expected = [WorkerStoppingError, LeaseLostError, AppBusyError].some((kind) => error instanceof kind)
    if (!expected) throw error
  }
}
