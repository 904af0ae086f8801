import type { DeploymentStatus } from '@/core/deployments/state'
import { notFound } from '@/core/errors'
import type { Context, Service } from '@/services/context'
import { startDeployment } from '@/services/deployments/start-deployment'
import { isUniqueViolation } from '@/services/unique-violation'

interface Input {
  /** As the sender names it. */
  deliveryId: string
  /** What it is known again by as well, where its name is not signed. */
  signature: string | null
  image?: string | undefined
}

/** What a sender is told: no more than it takes to follow the deployment. */
export interface ReceivedDelivery {
  id: string
  appId: string
  number: number
  status: DeploymentStatus
  queuedAt: string
  /** True: this delivery had come before, and nothing was started again. */
  repeated: boolean
}

/**
 * Deploys for a hook, which is the actor: once for each delivery, however often and at however many places at once it
 * comes. Throws invalid and conflict as startDeployment does; such a delivery may be sent again.
 */
export const receiveDelivery: Service<Input, ReceivedDelivery> = async ({ ctx, input }) => {
  const { id: hookId, teamId } = ctx.actor
  const [appId] = ctx.actor.appIds ?? []
  if (ctx.actor.type !== 'hook' || appId === undefined) throw notFound('hook')
  const before = await earlier(ctx, input)
  if (before) return before
  const { deliveryId, signature, image } = input
  try {
    const started = await startDeployment({
      ctx,
      input: {
        appId,
        image,
        trigger: 'webhook',
        // The app's row is locked by then: of two at once the second finds the first's delivery.
        onQueued: async (tx, deployment) => {
          const at = ctx.clock.now()
          await tx.deployHookDelivery.create({
            data: { teamId, hookId, deliveryId, signature, deploymentId: deployment.id, at },
          })
          await tx.deployHook.update({ where: { id: hookId }, data: { lastUsedAt: at } })
        },
      },
    })
    const { id, number, status, queuedAt } = started
    return { id, appId, number, status, queuedAt, repeated: false }
  } catch (error) {
    const first = isUniqueViolation(error) ? await earlier(ctx, input) : null
    if (!first) throw error
    return first
  }
}

const earlier = async (ctx: Context, { deliveryId, signature }: Input): Promise<ReceivedDelivery | null> => {
  const known = await ctx.db.deployHookDelivery.findFirst({
    where: { hookId: ctx.actor.id, OR: [{ deliveryId }, ...(signature === null ? [] : [{ signature }])] },
  })
  const deployment = known?.deploymentId
    ? await ctx.db.deployment.findUnique({ where: { id: known.deploymentId } })
    : null
  if (!deployment) return null
  const { id, appId, number, status, queuedAt } = deployment
  return { id, appId, number, status, queuedAt: queuedAt.toISOString(), repeated: true }
}
