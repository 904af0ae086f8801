import type { Context } from '@/services/context'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import type { MortalWorker } from './mortal-worker'

const neverStops = new AbortController().signal

/** Begins the app's deployments in this worker; its promise stays open when it dies. */
export const work = (worker: MortalWorker, appId: string): void => {
  void runNextDeployment({ ctx: worker.ctx, input: { appId, owner: 'mortal', stopping: neverStops } })
}

/** As time would have it: the lease of whoever stands still runs out. */
export const expireLease = async (ctx: Context, appId: string): Promise<void> => {
  await ctx.instanceDb.$executeRaw`
    UPDATE "AppLease" SET "expiresAt" = (now() AT TIME ZONE 'utc') - interval '1 second' WHERE "appId" = ${appId}`
}

/** Another worker takes up what the first one left, and runs it to its end. */
export const takeOver = async (ctx: Context, appId: string): Promise<void> => {
  await expireLease(ctx, appId)
  await runNextDeployment({ ctx, input: { appId, owner: 'second', stopping: neverStops } })
}
