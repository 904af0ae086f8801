import { activeStatuses, isEnd } from '@/core/deployments/state'
import type { Deployment } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { acquireAppLease, LeaseLostError } from '@/services/leases/app-lease'
import { deployRelease } from './deploy-release'
import { WorkerStoppingError } from './interruptions'
import { supersedeQueued } from './supersede-queued'

/**
 * The deploy job: takes the app's lease and runs what is to be run, a deployment that some worker left half-way first,
 * then the newest queued one, until nothing is left. Does nothing while another worker holds the lease: that one looks
 * again before it lets go. `stopping` aborts when this worker shuts down; what it leaves another takes up.
 */
export const runNextDeployment = async (call: {
  ctx: Context
  input: { appId: string; owner: string; stopping: AbortSignal }
}): Promise<void> => {
  const { ctx, input } = call
  const lease = await acquireAppLease({ db: ctx.instanceDb, clock: ctx.clock, appId: input.appId, owner: input.owner })
  if (!lease) return
  let isBroken = false
  try {
    while (!input.stopping.aborted) {
      const deployment = await nextOf(ctx, input.appId)
      if (!deployment) return
      try {
        await deployRelease({ ctx, lease, deployment, stopping: input.stopping })
      } catch (error) {
        if (!(error instanceof LeaseLostError && (await wasEnded(ctx, deployment.id)))) throw error
        await lease.assertHeld()
      }
    }
  } catch (error) {
    isBroken = !(error instanceof WorkerStoppingError)
    throw error
  } finally {
    await lease.release().catch((error: unknown) => {
      // It expires by itself.
      ctx.log.warn({ error: String(error), appId: input.appId }, 'a lease could not be given back')
    })
    // What failed here would fail again at once; the hand-over of open work comes back to it without haste.
    if (!isBroken) await queueAgainIfLeft(ctx, input.appId)
  }
}

const nextOf = (ctx: Context, appId: string): Promise<Deployment | null> =>
  ctx.db.$transaction(async (tx) => {
    const halfDone = await tx.deployment.findFirst({ where: { appId, status: { in: [...activeStatuses] } } })
    if (halfDone) return halfDone
    const newest = await tx.deployment.findFirst({
      where: { appId, status: 'queued', app: { deletedAt: null } },
      orderBy: { number: 'desc' },
    })
    if (newest) await supersedeQueued(tx, ctx, appId, newest.number)
    return newest
  })

/** Superseded or cancelled before we had begun it; what came after it is ours to run, for its own job has found us here. */
const wasEnded = async (ctx: Context, id: string): Promise<boolean> => {
  const { status } = await ctx.db.deployment.findUniqueOrThrow({ where: { id }, select: { status: true } })
  return isEnd(status)
}

/** One that was queued between our last look and letting go of the lease found the lease taken. */
const queueAgainIfLeft = async (ctx: Context, appId: string): Promise<void> => {
  const left = await ctx.db.deployment.count({ where: { appId, status: { in: ['queued', ...activeStatuses] } } })
  if (left > 0) await ctx.jobs.add('deploy', { teamId: ctx.actor.teamId, appId })
}
