import { assertMay } from '@/core/access/policy'
import { type HistoryFilter, outcomes } from '@/core/deployments/filter'
import { notFound } from '@/core/errors'
import type { Prisma } from '@/prisma/generated/client'
import type { Service } from '@/services/context'
import { type DeploymentView, deploymentInclude, deploymentView } from './deployment-view'

interface Input {
  /** One app's history; the whole team's if left out. */
  appId?: string
  limit: number
  /** Id of the last deployment of the page before. */
  cursor?: string | null
  filter?: HistoryFilter
}

/** Newest first. `nextCursor` is the last id where there may be more. Throws not_found for an unknown app. */
export const listDeployments: Service<Input, { data: DeploymentView[]; nextCursor: string | null }> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'deployment.read')
  if (input.appId !== undefined) {
    const app = await ctx.db.app.findFirst({ where: { id: input.appId, deletedAt: null }, select: { id: true } })
    if (!app) throw notFound('app')
  }
  // Ids are UUIDs of version 7: their order is that of time, so the id alone is a stable cursor.
  const rows = await ctx.db.deployment.findMany({
    where: {
      ...(input.appId === undefined ? { app: { deletedAt: null } } : { appId: input.appId }),
      ...(input.cursor ? { id: { lt: input.cursor } } : {}),
      ...narrowedBy(input.filter ?? {}),
    },
    orderBy: { id: 'desc' },
    take: input.limit + 1,
    include: deploymentInclude,
  })
  const data = rows.slice(0, input.limit).map(deploymentView)
  return { data, nextCursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null }
}

const day = 86_400_000

const narrowedBy = ({ outcome, by, from, to }: HistoryFilter): Prisma.DeploymentWhereInput => ({
  ...(outcome ? { status: { in: [...outcomes[outcome].statuses] } } : {}),
  ...(by ? { actorId: by } : {}),
  ...(from || to
    ? {
        queuedAt: {
          ...(from ? { gte: new Date(from) } : {}),
          // To the end of that day.
          ...(to ? { lt: new Date(Date.parse(to) + day) } : {}),
        },
      }
    : {}),
})
