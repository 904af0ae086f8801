import { liveSettingsSchema } from '@/core/apps/schema'
import { activeStatuses } from '@/core/deployments/state'
import { type ActualHost, type DesiredApp, findAmiss } from '@/core/reconcile/compare'
import { findOrphans } from '@/core/reconcile/orphans'
import { lastRepair, type Repair } from '@/core/reconcile/repair'
import type { Host } from '@/prisma/generated/client'
import { answeredWithin } from '@/services/answered-within'
import { servedDomains } from '@/services/certificates/domain-tls'
import type { InstanceContext } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { claimEngine } from '@/services/hosts/claim-engine'
import { toSide } from '@/services/hosts/desired-traffic'
import { keepServing } from './keep-serving'
import { repairApp } from './repair-app'

/** A host that answers nothing must not be looked at for ever. */
const lookWithinMs = 20_000

/**
 * Compares a host with what should be there: has what is amiss with an app put right, unless it is being deployed, when
 * only what serves is started, and takes away containers of ours that nobody will ever end. Throws EngineError and
 * TrafficError when the host does not answer, and conflict (engine_taken) before anything is done on an engine that is
 * another host's.
 */
export const reconcileHost = async (ctx: InstanceContext, hostId: string): Promise<void> => {
  const row = await ctx.instanceDb.host.findUnique({ where: { id: hostId } })
  if (!row) return
  const host = await answeredWithin(ctx.clock, lookWithinMs, () => claimEngine(ctx, row))
  const { engine, target } = engineOf(ctx, host)
  const look = (apps: readonly DesiredApp[]): Promise<ActualHost> =>
    answeredWithin(ctx.clock, lookWithinMs, async () => {
      const [containers, proxies] = await Promise.all([
        engine.summaries(),
        apps.length === 0 ? [] : ctx.traffic.look(target),
      ])
      return { containers, proxies }
    })
  const apps = await quietApps(ctx, { hostId })
  const lookedAt = ctx.clock.now()
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
  await keepServing(ctx, hostId, actual.containers)
  await removeOrphans(ctx, host, actual)
  await endTurns(ctx, host, lookedAt)
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

/**
 * A pre-deploy command that could not be ended with its deployment has been now, and others may have their turn; whichever
 * team's it was that may use the host.
 */
const endTurns = async (ctx: InstanceContext, host: Host, lookedAt: Date): Promise<void> => {
  const hosts = { select: { hostId: true }, orderBy: { id: 'asc' as const }, take: 1 }
  const ended = await ctx.instanceDb.deployment.findMany({
    where: {
      app: { hosts: { some: { hostId: host.id } } },
      preDeployTurn: { not: null },
      finishedAt: { lt: lookedAt },
    },
    select: { id: true, app: { select: { hosts } } },
  })
  const here = ended.filter(({ app }) => app.hosts[0]?.hostId === host.id).map(({ id }) => id)
  await ctx.instanceDb.deployment.updateMany({ where: { id: { in: here } }, data: { preDeployTurn: null } })
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
          teamId: true,
          liveSettings: true,
          domains: { select: { name: true } },
          replicas: { where: { hostId, state: { not: 'gone' } } },
        },
      },
    },
  })
  const served = await servedDomains(
    ctx,
    ctx.instanceDb,
    places.map(({ app }) => app.teamId),
  )
  const apps = places.map(async ({ id, appId, proxyKey, activeSide, repair, app }): Promise<QuietApp[]> => {
    if (proxyKey === null) return []
    const { teamId, replicas } = app
    const domains = app.domains.map(({ name }) => name).filter((name) => name !== ctx.instance.dashboard?.domain)
    const { httpsRedirect } = liveSettingsSchema.parse(app.liveSettings)
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
        domains,
        tls: await served({ teamId, domains, httpsRedirect }),
        ready: slotted.filter((replica) => replica.state === 'ready'),
        inUse: new Set(slotted.filter(({ state }) => state !== 'ready').map(({ side, slot }) => `${side}${slot}`)),
      },
    ]
  })
  return (await Promise.all(apps)).flat()
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
    await answeredWithin(ctx.clock, lookWithinMs, () => engine.remove(name))
  }
}
