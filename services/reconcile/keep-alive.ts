import { liveSettingsSchema, runSettingsSchema } from '@/core/apps/schema'
import type { App, AppHost, Domain, Host, Release, Replica } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { replicaSpec } from '@/services/deployments/replica-spec'
import { engineOf } from '@/services/deployments/run'

/** An app on one of its hosts. */
export type Place = AppHost & { host: Host; app: App & { domains: Domain[] } }

/**
 * Starts the replica's container where it does not run, and makes it anew where it is gone. `mayStart` is asked last of
 * all. False when there was nothing to do.
 */
export const keepAlive = async (
  ctx: InstanceContext,
  { host, app }: Place,
  { release, ...replica }: Replica & { release: Release },
  mayStart: () => Promise<boolean>,
): Promise<boolean> => {
  const { engine } = engineOf(ctx, host)
  const state = await engine.inspect(replica.containerName)
  if (state?.status === 'running' || state?.status === 'restarting') return false
  const network = await engine.ensureNetwork(app.teamId)
  const settings = runSettingsSchema.parse(release.runSettings)
  const live = liveSettingsSchema.parse(app.liveSettings)
  const spec = await replicaSpec(ctx, { app, live, release, settings, replica, network: network.name })
  if (!(await mayStart())) return false
  await engine.run(spec)
  await engine.keepRunning(replica.containerName)
  return true
}
