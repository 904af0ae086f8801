import type { LiveSettings, RunSettings } from '@/core/apps/schema'
import type { ContainerSpec } from '@/core/ports/containers'
import type { App, Release, Replica } from '@/prisma/generated/client'
import { openEnv } from '@/services/apps/env-seal'
import type { InstanceContext } from '@/services/context'
import { appMounts } from './app-mounts'
import { releaseTag } from './release-tag'

/** What a replica's container is made of; the same for whoever makes it. */
export const replicaSpec = async (
  ctx: Pick<InstanceContext, 'instance' | 'instanceDb' | 'vault'>,
  of: {
    app: Pick<App, 'id' | 'slug'>
    live: LiveSettings
    release: Release
    settings: RunSettings
    replica: Replica
    network: string
  },
): Promise<ContainerSpec> => {
  const { instance, vault } = ctx
  const { app, live, release, settings, replica, network } = of
  return {
    name: replica.containerName,
    labels: {
      'gapless.instance': instance.id,
      'gapless.role': 'app',
      'gapless.team': replica.teamId,
      'gapless.app': app.id,
      'gapless.release': release.id,
      'gapless.deployment': replica.deploymentId,
      'gapless.replica': String(replica.number),
    },
    image: releaseTag(instance.id, app.slug, release.number),
    env: { PORT: String(settings.port), ...openEnv(vault, app.id, release.envSealed) },
    ...(settings.command ? { command: settings.command } : {}),
    network: { name: network, address: replica.address },
    mounts: await appMounts(ctx, app, settings),
    ...(settings.resources.cpus ? { cpus: settings.resources.cpus } : {}),
    ...(settings.resources.memoryMb ? { memoryBytes: settings.resources.memoryMb * 1024 * 1024 } : {}),
    stopGraceSeconds: live.stopGraceSeconds,
  }
}
