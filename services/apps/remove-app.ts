import type { TrafficSession } from '@/core/ports/traffic'
import type { AppHost, Host, Replica } from '@/prisma/generated/client'
import { answeringWithin } from '@/services/answered-within'
import type { Context } from '@/services/context'
import { releaseTag } from '@/services/deployments/release-tag'
import { engineOf } from '@/services/deployments/run'
import { heldHost } from '@/services/hosts/claim-engine'
import { desiredTraffic, toSide } from '@/services/hosts/desired-traffic'
import { isEngineTaken } from '@/services/hosts/engine-taken'
import { openTraffic } from '@/services/hosts/open-traffic'
import { type AppLease, acquireAppLease } from '@/services/leases/app-lease'

const stopGraceSeconds = 10
/** … and what the engine may take beside it. A host that says nothing must not keep the job, of which there is one. */
const engineTakesMs = 30_000

const engineInTime = (ctx: Context, host: Host) =>
  answeringWithin(ctx.clock, stopGraceSeconds * 1000 + engineTakesMs, engineOf(ctx, host).engine)

/** The app's lease is still held by a deployment that has been asked to stop. */
export class AppBusyError extends Error {
  constructor() {
    super('the app is still busy; its removal comes up again')
    this.name = 'AppBusyError'
  }
}

/**
 * Takes a deleted app away from its hosts: traffic, containers, image tags, and at last its rows. Volumes stay: data is
 * never removed by the way. Throws AppBusyError while a deployment still holds the app, EngineError and TrafficError.
 */
export const removeApp = async (call: { ctx: Context; input: { appId: string; owner: string } }): Promise<void> => {
  const { ctx, input } = call
  const app = await ctx.db.app.findFirst({
    where: { id: input.appId, deletedAt: { not: null } },
    include: { hosts: { include: { host: true } }, releases: true },
  })
  if (!app) return
  const lease = await acquireAppLease({ db: ctx.instanceDb, clock: ctx.clock, appId: app.id, owner: input.owner })
  if (!lease) throw new AppBusyError()
  try {
    for (const place of app.hosts) await clearHost(ctx, lease, place)
    for (const place of app.hosts) {
      const engine = engineInTime(ctx, place.host)
      for (const release of app.releases) await engine.untag(releaseTag(ctx.instance.id, app.slug, release.number))
    }
    await ctx.db.$transaction([
      ctx.db.replica.deleteMany({ where: { appId: app.id } }),
      ctx.db.deployment.deleteMany({ where: { appId: app.id } }),
      ctx.db.release.deleteMany({ where: { appId: app.id } }),
      ctx.db.app.delete({ where: { id: app.id } }),
    ])
    for (const place of app.hosts) await forgetOnHost(ctx, lease, place)
  } finally {
    await lease.release()
  }
}

const clearHost = async (ctx: Context, lease: AppLease, place: AppHost & { host: Host }): Promise<void> => {
  const engine = engineInTime(ctx, place.host)
  const replicas = await ctx.db.replica.findMany({
    where: { appId: place.appId, hostId: place.hostId, state: { not: 'gone' } },
  })
  const session = await openOwn(ctx, lease, place)
  if (session !== null) {
    try {
      await session.setDomains([])
      await session.setTls([])
      await session.route(null)
      for (const side of ['a', 'b'] as const) await session.vacate(side, slotsOf(replicas, side))
    } finally {
      await session.close()
    }
  }
  await lease.assertHeld()
  const containers = await engine.list({ 'gapless.app': place.appId })
  await Promise.all(
    containers.map(async (container) => {
      await engine.stop(container.name, stopGraceSeconds)
      await engine.remove(container.name)
    }),
  )
}

/** None where the app never came to the proxies, or they are those of another host with the same engine. */
const openOwn = async (
  ctx: Context,
  lease: AppLease,
  { host, proxyKey }: AppHost & { host: Host },
): Promise<TrafficSession | null> => {
  const held = proxyKey === null ? null : await heldHost(ctx, host)
  if (proxyKey === null || held === null) return null
  return openTraffic(ctx, engineOf(ctx, held).target, proxyKey, lease.fencing).catch((error: unknown) => {
    if (isEngineTaken(error)) return null
    throw error
  })
}

const slotsOf = (replicas: readonly Replica[], side: 'a' | 'b'): number[] =>
  replicas.filter((replica) => toSide(replica.side) === side).map((replica) => replica.slot)

/** Its key goes back to the pool only in a configuration that no longer knows it. */
const forgetOnHost = async (ctx: Context, lease: AppLease, place: AppHost & { host: Host }): Promise<void> => {
  const session = await openOwn(ctx, lease, place)
  if (session === null) return
  try {
    await session.store(await desiredTraffic(ctx, place.hostId))
  } finally {
    await session.close()
  }
}
