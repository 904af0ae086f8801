import type { App, Deployment } from '@/prisma/generated/client'
import type { Context } from '@/services/context'

/**
 * Whether a pre-deploy command is to be run: for a new release, and for one that is newer than what serves and whose
 * command has never done its work. An older one finds the database as later releases have made it.
 */
export const runsPreDeploy = async (
  { db }: Pick<Context, 'db'>,
  deployment: Pick<Deployment, 'id' | 'requestedReleaseId' | 'previousReleaseId'>,
  app: Pick<App, 'currentReleaseId'>,
): Promise<boolean> => {
  const { requestedReleaseId } = deployment
  if (requestedReleaseId === null) return true
  const servingId = deployment.previousReleaseId ?? app.currentReleaseId
  const [requested, serving, done] = await Promise.all([
    db.release.findUniqueOrThrow({ where: { id: requestedReleaseId }, select: { number: true } }),
    servingId === null ? null : db.release.findUnique({ where: { id: servingId }, select: { number: true } }),
    db.deploymentStep.count({
      where: {
        name: 'pre_deploy',
        status: 'done',
        deployment: { releaseId: requestedReleaseId, id: { not: deployment.id } },
      },
    }),
  ])
  return done === 0 && requested.number > (serving?.number ?? 0)
}
