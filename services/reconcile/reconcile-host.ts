import { activeStatuses } from '@/core/deployments/state'
import { type ActualHost, type DesiredApp, findAmiss } from '@/core/reconcile/compare'
import { findOrphans } from '@/core/reconcile/orphans'
import { lastRepair, type Repair } from '@/core/reconcile/repair'
import type { Host } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { toSide } from '@/services/hosts/desired-traffic'
import { repairApp } from './repair-app'

/**
 * Compares a host with what should be there: has what is amiss with an app put right, unless it is being deployed, and
 * takes away containers of ours that nobody will ever end. Throws EngineError and TrafficError when the host does not
 * answer.
 */
export const reconcileHost = async (ctx: InstanceContext, hostId: string): Promise<void> => {
  const host = await ctx.instanceDb.host.findUnique({ where: { id: hostId } })
  if (!host) return
  const { engine, target } = engineOf(ctx, host)
  const look = async (apps: readonly DesiredApp[]): Promise<ActualHost> => {
    const proxies = apps.length === 0 ? [] : ctx.traffic.look(target)
    return { containers: await engine.summaries(), proxies: await proxies }
  }
  const apps = await quietApps(ctx, { hostId })
  const actual = await look(apps)
  for (const app of apps) {
    if (findAmiss(app, actual).length === 0) await noteRight(ctx, app)
    else {
      const lookAgain = async (): Promise<string[]> => {
        const still = await quietApps(ctx, { hostId, appId: app.appId })
        const seen = await look(still)
        return still.flatMap((one) => findAmiss(one, seen))
      }
      await repairApp(ctx, { appId: app.appId, hostId, look: lookAgain })
    }
  }
  await removeOrphans(ctx, host, actual)
}

/** What could not be put right has come right since. */
const noteRight = async (ctx: InstanceContext, { placeId, repair }: QuietApp): Promise<void> => {
  if (repair === null || repair.failure === null) return
  await ctx.instanceDb.appHost.update({ where: { id: placeId }, data: { repair: { ...repair, failure: null } } })
}

interface QuietApp extends DesiredApp {
  placeId: string
  repair: Repair | null
}

/** The apps on the host that no deployment is about. Draining may go on: it waits for proxies that were led astray. */
const quietApps = async (
  ctx: InstanceContext,
  { hostId, appId }: { hostId: string; appId?: string },
): Promise<QuietApp[]> => {
  const places = await ctx.instanceDb.appHost.findMany({
    where: {
      hostId,
      ...(appId === undefined ? {} : { appId }),
      proxyKey: { not: null },
      app: {
        deletedAt: null,
        deployments: { none: { status: { in: ['queued', ...activeStatuses] } } },
      },
    },
    include: {
      app: {
        select: {
          domains: { select: { name: true } },
          replicas: { where: { hostId, state: { not: 'gone' } } },
        },
      },
    },
  })
  return places.flatMap(({ id, appId, proxyKey, activeSide, repair, app: { domains, replicas } }): QuietApp[] => {
    if (proxyKey === null) return []
    const slotted = replicas.flatMap((replica) => {
      const side = toSide(replica.side)
      return side === null ? [] : [{ ...replica, side, address: `${replica.address}:${replica.port}` }]
    })
    return [
      {
        placeId: id,
        repair: lastRepair(repair),
        appId,
        key: proxyKey,
        active: toSide(activeSide),
        domains: domains.map((domain) => domain.name),
        ready: slotted.filter((replica) => replica.state === 'ready'),
        inUse: new Set(slotted.filter(({ state }) => state !== 'ready').map(({ side, slot }) => `${side}${slot}`)),
      },
    ]
  })
}

const removeOrphans = async (ctx: InstanceContext, host: Host, { containers }: ActualHost): Promise<void> => {
  const [replicas, deployments] = await Promise.all([
    ctx.instanceDb.replica.findMany({
      // Whatever the host: two of them may be the same engine.
      where: { containerName: { in: containers.map(({ name }) => name) }, state: { not: 'gone' } },
      select: { containerName: true },
    }),
    ctx.instanceDb.deployment.findMany({ where: { status: { in: [...activeStatuses] } }, select: { id: true } }),
  ])
  const known = {
    replicas: new Set(replicas.map((replica) => replica.containerName)),
    deployments: new Set(deployments.map((deployment) => deployment.id)),
  }
  const { engine } = engineOf(ctx, host)
  for (const { name } of findOrphans(containers, known, ctx.clock.now())) {
    ctx.log.info({ container: name, hostId: host.id }, 'a container that nobody has is taken away')
    await engine.remove(name)
  }
}
