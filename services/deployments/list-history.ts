import type { HistoryFilter } from '@/core/deployments/filter'
import type { Service } from '@/services/context'
import type { Page, PageInput } from '@/services/page'
import type { DeploymentView } from './deployment-view'
import { listDeployments } from './list-deployments'

/** A deployment as a row of the history: with what can be done about it. */
export interface HistoryRow extends DeploymentView {
  /** It is the deployment that made live what serves now. */
  isCurrent: boolean
  /** Its release can be made live again; that of the one that is live starts anew. */
  redeployable: boolean
}

/** One app's history, or the whole team's: newest first. Throws not_found. */
export const listHistory: Service<PageInput & { appId?: string; filter?: HistoryFilter }, Page<HistoryRow>> = async ({
  ctx,
  input,
}) => {
  const { data, nextCursor } = await listDeployments({
    ctx,
    input: {
      limit: input.limit,
      cursor: input.cursor ?? null,
      ...(input.appId === undefined ? {} : { appId: input.appId }),
      ...(input.filter === undefined ? {} : { filter: input.filter }),
    },
  })
  const [releases, apps] = await Promise.all([
    ctx.db.release.findMany({
      where: { id: { in: data.flatMap((one) => one.release?.id ?? []) }, retiredAt: null },
      select: { id: true },
    }),
    ctx.db.app.findMany({
      where: { id: { in: [...new Set(data.map((one) => one.appId))] } },
      select: { id: true, currentReleaseId: true },
    }),
  ])
  const currentIds = apps.flatMap((app) => app.currentReleaseId ?? [])
  const lives = await ctx.db.deployment.groupBy({
    by: ['appId'],
    where: { appId: { in: apps.map((app) => app.id) }, releaseId: { in: currentIds }, status: 'succeeded' },
    _max: { number: true },
  })
  const live = new Map(lives.map((one) => [one.appId, one._max.number]))
  const kept = new Set(releases.map((release) => release.id))
  return {
    data: data.map((one) => {
      const isCurrent = live.get(one.appId) === one.number
      const redeployable = one.release !== null && kept.has(one.release.id)
      return { ...one, isCurrent, redeployable }
    }),
    nextCursor,
  }
}
