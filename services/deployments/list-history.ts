import type { Service } from '@/services/context'
import type { Page, PageInput } from '@/services/page'
import type { DeploymentView } from './deployment-view'
import { listDeployments } from './list-deployments'

/** A deployment as a row of the history: with what can be done about it. */
export interface HistoryRow extends DeploymentView {
  /** Its release is the one that serves now. */
  isCurrent: boolean
  /** Its release can be made live again; false for the one that is live. */
  redeployable: boolean
}

/** One app's history, or the whole team's: newest first. Throws not_found. */
export const listHistory: Service<PageInput & { appId?: string }, Page<HistoryRow>> = async ({ ctx, input }) => {
  const { data, nextCursor } = await listDeployments({
    ctx,
    input: {
      limit: input.limit,
      cursor: input.cursor ?? null,
      ...(input.appId === undefined ? {} : { appId: input.appId }),
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
  const kept = new Set(releases.map((release) => release.id))
  const current = new Set(apps.map((app) => app.currentReleaseId))
  return {
    data: data.map((one) => {
      const isCurrent = one.release !== null && current.has(one.release.id) && one.status === 'succeeded'
      const redeployable = one.release !== null && kept.has(one.release.id) && !current.has(one.release.id)
      return { ...one, isCurrent, redeployable }
    }),
    nextCursor,
  }
}
