import { z } from 'zod'
import { deploymentChannel } from '@/core/ports/live-events'
import type { Context } from '@/services/context'
import { LeaseLostError } from '@/services/leases/app-lease'

/** Someone asked the deployment to stop. */
export class CancelledError extends Error {
  constructor() {
    super('the deployment was cancelled')
    this.name = 'CancelledError'
  }
}

/** This worker shuts down; the deployment goes on in another. */
export class WorkerStoppingError extends Error {
  constructor() {
    super('this worker is shutting down')
    this.name = 'WorkerStoppingError'
  }
}

/** True when the deployment is another worker's now, or will be. */
export const isAnothers = (cause: unknown): boolean =>
  cause instanceof LeaseLostError || cause instanceof WorkerStoppingError

/** Should the message of a cancel be lost, the row is looked at this often. */
const lookEveryMs = 2000

/** Told with the change, for the worker that has to look. */
const stopSchema = z.object({ stop: z.literal(true) })

/** Aborts with CancelledError as soon as the deployment's row says that it was asked to stop. */
export const watchForCancel = async (
  ctx: Context,
  deploymentId: string,
): Promise<{ signal: AbortSignal; stop: () => void }> => {
  const cancelled = new AbortController()
  const done = new AbortController()
  const look = async (): Promise<void> => {
    const row = await ctx.db.deployment.findUnique({
      where: { id: deploymentId },
      select: { cancelRequestedAt: true },
    })
    if (row?.cancelRequestedAt) cancelled.abort(new CancelledError())
  }
  const lookQuietly = () => look().catch(() => undefined)
  const unsubscribe = await ctx.live.subscribe(deploymentChannel(deploymentId), (message) => {
    // Most of what is told here is what this worker itself has written.
    if (stopSchema.safeParse(message).success) void lookQuietly()
  })
  await look()
  const keepLooking = async (): Promise<void> => {
    while (!done.signal.aborted && !cancelled.signal.aborted) {
      await ctx.clock.wait(lookEveryMs, done.signal).catch(() => undefined)
      if (!done.signal.aborted) await lookQuietly()
    }
  }
  void keepLooking()
  return {
    signal: cancelled.signal,
    stop: () => {
      done.abort()
      unsubscribe()
    },
  }
}
