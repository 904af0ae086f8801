import { activeStatuses } from '@/core/deployments/state'
import { mayComeOfDeployment } from '@/core/incidents/causes'
import { movedBefore } from '@/core/incidents/moved-traffic'
import type { Incident, Prisma } from '@/prisma/generated/client'

interface ReleaseName {
  id: string
  number: number
}

/** Where an incident's app can go back to, or why it cannot. */
export type RollbackTarget =
  | { possible: true; appId: string; appName: string; deploymentId: string; from: ReleaseName; to: ReleaseName }
  | { possible: false; why: string }

const not = (why: string): RollbackTarget => ({ possible: false, why })

/**
 * Going back means: to the release that the deployment replaced which had last moved the app's traffic when the incident
 * opened. Not where that one is no longer the last, or its release cannot be had any more. `except`: the deployment that is
 * to go back.
 */
export const rollbackTarget = async (
  db: Prisma.TransactionClient,
  incident: Pick<Incident, 'teamId' | 'deploymentId' | 'openedAt' | 'causeCode'>,
  except?: { id: string },
): Promise<RollbackTarget> => {
  const { teamId, deploymentId, openedAt, causeCode } = incident
  if (!mayComeOfDeployment(causeCode)) return not('A certificate ends by itself, whatever is deployed.')
  if (deploymentId === null) return not('No deployment came before this incident.')
  const deployment = await db.deployment.findFirst({
    where: { id: deploymentId, teamId, app: { deletedAt: null } },
    include: { app: { select: { name: true } }, release: { select: { id: true, number: true } } },
  })
  if (!deployment?.release) return not('The deployment before this incident is gone.')
  const { app, release } = deployment
  if (movedBefore(deployment, openedAt)?.kind === 'back') return not(`v${release.number} was taken back already.`)
  const later = await db.deployment.findFirst({
    where: {
      teamId,
      appId: deployment.appId,
      number: { gt: deployment.number },
      ...(except ? { id: { not: except.id } } : {}),
      OR: [{ status: { in: ['queued', ...activeStatuses] } }, { liveAt: { not: null } }],
    },
    select: { number: true },
  })
  if (later) return not(`Deployment ${later.number} came after it.`)
  if (['rolled_back', 'failed', 'cancelled'].includes(deployment.status)) {
    return not(`v${release.number} was taken back already.`)
  }
  const previous =
    deployment.previousReleaseId === null
      ? null
      : await db.release.findFirst({ where: { id: deployment.previousReleaseId, teamId } })
  if (!previous) return not(`No release was live before v${release.number}.`)
  if (previous.retiredAt) return not(`The image of v${previous.number} has been cleaned up.`)
  const to = { id: previous.id, number: previous.number }
  return { possible: true, appId: deployment.appId, appName: app.name, deploymentId, from: release, to }
}
