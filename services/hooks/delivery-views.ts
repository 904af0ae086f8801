import type { DeploymentStatus } from '@/core/deployments/state'
import type { DeployHookDelivery } from '@/prisma/generated/client'
import type { Context } from '@/services/context'

/** What came by a deploy hook. */
export interface HookDeliveryView {
  id: string
  /** As the sender named it. */
  deliveryId: string
  at: string
  /** What it started; null when that is no longer known. */
  deployment: { id: string; number: number; status: DeploymentStatus } | null
}

/** Deliveries with the deployments that they started: one query for all of them. */
export const deliveryViews = async (ctx: Context, rows: readonly DeployHookDelivery[]): Promise<HookDeliveryView[]> => {
  const found = await ctx.db.deployment.findMany({
    where: { id: { in: rows.flatMap(({ deploymentId }) => deploymentId ?? []) } },
    select: { id: true, number: true, status: true },
  })
  const deployments = new Map(found.map((row) => [row.id, row]))
  return rows.map(({ id, deliveryId, at, deploymentId }) => ({
    id,
    deliveryId,
    at: at.toISOString(),
    deployment: deployments.get(deploymentId ?? '') ?? null,
  }))
}
