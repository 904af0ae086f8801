import type { Deployment } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { isDatabaseAway } from '@/services/database-away'
import type { AppLease } from '@/services/leases/app-lease'
import { type Held, takeOver } from './held'
import { watchForCancel } from './interruptions'
import { isHostAway } from './passing-fault'
import { Patience } from './patience'
import { runRecipe } from './run-recipe'

const pauseMs = 500

/**
 * One deployment from the first step to its end. Every step finds what was done before and is safe to do again, so a
 * resumed deployment simply runs from the top; so does one whose database or host was away for a moment. Only a lost
 * lease and a stopping worker leave it without an end: then another worker has it, or will.
 */
export const deployRelease = async (call: {
  ctx: Context
  lease: AppLease
  deployment: Pick<Deployment, 'id' | 'appId'>
  stopping: AbortSignal
}): Promise<void> => {
  const { ctx, lease, deployment } = call
  const held: Held = { id: deployment.id, appId: deployment.appId, fencing: lease.fencing }
  await takeOver(ctx.db, held)
  const cancel = await watchForCancel(ctx, deployment.id)
  const signal = AbortSignal.any([lease.signal, cancel.signal, call.stopping])
  const patience = new Patience(ctx.clock)
  try {
    for (;;) {
      try {
        return await runRecipe({ ctx, lease, held, signal, patience })
      } catch (error) {
        if (!(isDatabaseAway(error) || isHostAway(error)) || !patience.isLeft) throw error
        if (patience.noteFault()) {
          ctx.log.warn({ error: String(error), deploymentId: held.id }, 'a deployment waits for what is away')
        }
        // An abort is met at the top of the recipe.
        await ctx.clock.wait(pauseMs, signal).catch(() => undefined)
      }
    }
  } finally {
    cancel.stop()
  }
}
