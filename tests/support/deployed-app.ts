import { liveSettingsSchema } from '@/core/apps/schema'
import type { Deployment, PrismaClient } from '@/prisma/generated/client'

export interface DeployedApp {
  id: string
  /** Releases by number: v1, v2. */
  releases: Map<number, string>
  /** A deployment of a release as the database has it once it is live. */
  deploy(
    release: number,
    times: { queuedAt: Date; liveAt: Date | null },
    more?: Partial<Deployment>,
  ): Promise<Deployment>
}

/** An app with two releases and no containers: for what goes by the history of its deployments. */
export const createDeployedApp = async (
  db: PrismaClient,
  teamId: string,
  incidents: { rollbackWithinMinutes?: number; holdWhileDeploying?: boolean } = {},
): Promise<DeployedApp> => {
  const liveSettings = liveSettingsSchema.parse({ incidents })
  const app = await db.app.create({
    data: {
      teamId,
      name: 'shop',
      slug: `shop-${crypto.randomUUID().slice(0, 8)}`,
      image: 'shop:2',
      runSettings: { port: 3000 },
      liveSettings,
      envSealed: '',
    },
  })
  const releases = new Map<number, string>()
  for (const number of [1, 2]) {
    const release = await db.release.create({
      data: {
        teamId,
        appId: app.id,
        number,
        image: `shop:${number}`,
        digest: `sha256:${number}`,
        runSettings: {},
        envSealed: '',
      },
    })
    releases.set(number, release.id)
  }
  return {
    id: app.id,
    releases,
    deploy: async (release, { queuedAt, liveAt }, more = {}) => {
      const { nextDeployment } = await db.app.update({
        where: { id: app.id },
        data: { nextDeployment: { increment: 1 }, currentReleaseId: releases.get(release) ?? null },
      })
      const { proof: _, failure: __, comparison: ___, sides: ____, proofBase: _____, reverting: ______, ...rest } = more
      return db.deployment.create({
        data: {
          teamId,
          appId: app.id,
          number: nextDeployment - 1,
          status: liveAt ? 'succeeded' : 'starting',
          trigger: 'api',
          actorType: 'user',
          actorId: 'user-1',
          actorName: 'Ada',
          releaseId: releases.get(release) ?? null,
          previousReleaseId: releases.get(release - 1) ?? null,
          queuedAt,
          startedAt: queuedAt,
          liveAt,
          finishedAt: liveAt && new Date(liveAt.getTime() + 10_000),
          ...rest,
        },
      })
    },
  }
}
