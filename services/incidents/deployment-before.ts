import { afterWords, lastMoved, movedBefore, writtenLateMs } from '@/core/incidents/moved-traffic'
import type { Deployment, Prisma } from '@/prisma/generated/client'

const include = { release: { select: { number: true } } } satisfies Prisma.DeploymentInclude

type Row = Deployment & { release: { number: number } | null }

/** The deployment that had last moved the app's traffic then; null for an app without one, and for no app. */
export const deploymentBefore = async (
  tx: Prisma.TransactionClient,
  { teamId, appId, at }: { teamId: string; appId: string | null; at: Date },
): Promise<{ deployment: Row; movedAt: Date; kind: 'live' | 'back' } | null> => {
  if (appId === null) return null
  const until = { lte: new Date(at.getTime() + writtenLateMs) }
  const where = { teamId, appId, liveAt: until }
  // The one that went live last, or one that went live before it and was taken back later.
  const live = await tx.deployment.findFirst({ where, orderBy: { liveAt: 'desc' }, include })
  const back = await tx.deployment.findFirst({
    where: { ...where, status: { in: ['rolled_back', 'failed', 'cancelled'] }, finishedAt: until },
    orderBy: { finishedAt: 'desc' },
    include,
  })
  const last = lastMoved(
    [live, back].filter((row) => row !== null),
    at,
  )
  return last && { deployment: last.deployment, movedAt: last.moved.at, kind: last.moved.kind }
}

/** How an incident stands to the deployment it is blamed on: `opened 74 s after v14 went live`. */
export const afterDeployment = (deployment: Row | null, openedAt: Date): string | null => {
  const moved = deployment && movedBefore(deployment, openedAt)
  return moved ? afterWords(moved, deployment.release?.number ?? null, openedAt) : null
}
