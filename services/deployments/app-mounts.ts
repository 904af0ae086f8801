import type { RunSettings } from '@/core/apps/schema'
import type { ContainerSpec } from '@/core/ports/containers'
import type { App } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'

/**
 * Volumes of a release as its containers mount them. One that a release of this app has served with may be from before
 * volumes had their team's name on them; no other app may take such a one for its own.
 */
export const appMounts = (
  { instance, instanceDb }: Pick<InstanceContext, 'instance' | 'instanceDb'>,
  app: Pick<App, 'id' | 'slug'>,
  { volumes }: Pick<RunSettings, 'volumes'>,
): Promise<ContainerSpec['mounts']> =>
  Promise.all(
    volumes.map(async ({ name, mountPath }) => {
      const served = await instanceDb.release.findFirst({
        where: {
          appId: app.id,
          runSettings: { path: ['volumes'], array_contains: [{ name }] },
          deployments: { some: { status: 'succeeded' } },
        },
        select: { id: true },
      })
      return { volume: `gapless-${instance.id}-${app.slug}-${name}`, path: mountPath, hadBefore: served !== null }
    }),
  )
