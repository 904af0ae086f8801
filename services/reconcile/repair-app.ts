import { systemActor } from '@/core/access/actor'
import { liveSettingsSchema, runSettingsSchema } from '@/core/apps/schema'
import type { Clock } from '@/core/ports/clock'
import type { HostTarget } from '@/core/ports/host-target'
import { teamChannel } from '@/core/ports/live-events'
import { retriedWithinMs, type Side, type TrafficSession } from '@/core/ports/traffic'
import { lastRepair, type Repair } from '@/core/reconcile/repair'
import type { App, AppHost, Domain, Host, Release, Replica } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { InstanceContext } from '@/services/context'
import { replicaSpec } from '@/services/deployments/replica-spec'
import { engineOf } from '@/services/deployments/run'
import { desiredTraffic, filledSlot, toSide } from '@/services/hosts/desired-traffic'
import { acquireAppLease } from '@/services/leases/app-lease'
import { randomHex } from '@/services/random-hex'

interface Input {
  appId: string
  hostId: string
  /** Looks once more, now that nobody else acts on the app: what is amiss, a sentence each. */
  look: () => Promise<readonly string[]>
}

type Place = AppHost & { host: Host; app: App & { domains: Domain[] } }

/**
 * Makes an app on a host what the database says: its replicas run, the proxies run and send users there. Holds the
 * app's lease meanwhile, and leaves it alone when someone else does: then it is being deployed. What was amiss is kept
 * for the app's page and the audit log.
 */
export const repairApp = async (ctx: InstanceContext, input: Input): Promise<void> => {
  const { appId, hostId, look } = input
  const owner = `reconciler-${randomHex(8)}`
  const lease = await acquireAppLease({ db: ctx.instanceDb, clock: ctx.clock, appId, owner })
  if (!lease) return
  try {
    const amiss = await look()
    const place = await ctx.instanceDb.appHost.findUnique({
      where: { appId_hostId: { appId, hostId } },
      include: { host: true, app: { include: { domains: true } } },
    })
    if (!place || amiss.length === 0) return
    const failure = await putRight(ctx, place, lease.fencing).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    await note(ctx, place, { at: ctx.clock.now().toISOString(), amiss: [...amiss], failure })
  } finally {
    await lease.release()
  }
}

const putRight = async (ctx: InstanceContext, place: Place, fence: number): Promise<void> => {
  const { target } = engineOf(ctx, place.host)
  const replicas = await ctx.instanceDb.replica.findMany({
    where: { appId: place.appId, hostId: place.hostId, state: { not: 'gone' } },
    include: { release: true },
  })
  const ready = replicas.filter((replica) => replica.state === 'ready')
  // A replica that cannot be brought back must not keep the others from their users.
  const started = await Promise.allSettled(ready.map((replica) => keepAlive(ctx, place, replica)))
  await ctx.traffic.ensureProxies(target, await desiredTraffic(ctx.instanceDb, place.hostId))
  if (place.proxyKey !== null) await leadTraffic(ctx, { place, target, fence, ready, replicas })
  const failed = started.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}

/** Starts the replica's container where it does not run, and makes it anew where it is gone. */
const keepAlive = async (
  ctx: InstanceContext,
  { host, app }: Place,
  { release, ...replica }: Replica & { release: Release },
): Promise<void> => {
  const { engine } = engineOf(ctx, host)
  const state = await engine.inspect(replica.containerName)
  if (state?.status === 'running' || state?.status === 'restarting') return
  const network = await engine.ensureNetwork(app.teamId)
  const settings = runSettingsSchema.parse(release.runSettings)
  const live = liveSettingsSchema.parse(app.liveSettings)
  await engine.run(replicaSpec(ctx, { app, live, release, settings, replica, network: network.name }))
  await engine.keepRunning(replica.containerName)
}

const leadTraffic = async (
  ctx: InstanceContext,
  of: { place: Place; target: HostTarget; fence: number; ready: readonly Replica[]; replicas: readonly Replica[] },
): Promise<void> => {
  const { place, target, fence, ready, replicas } = of
  const session = await ctx.traffic.open(target, place.proxyKey ?? 0, fence)
  try {
    for (const side of ['a', 'b'] as const) {
      const own = ready.filter((replica) => toSide(replica.side) === side)
      await session.fill(side, own.map(filledSlot))
      await vacateStale(session, side, replicas)
    }
    await session.setDomains(place.app.domains.map((domain) => domain.name))
    await shiftTo(session, toSide(place.activeSide), ctx.clock)
    await session.store(await desiredTraffic(ctx.instanceDb, place.hostId))
  } finally {
    await session.close()
  }
}

/** A standby outlives the way back, for requests that have still to be tried again; see shiftBack. */
const shiftTo = async (session: TrafficSession, side: Side | null, clock: Clock): Promise<void> => {
  const isElsewhere = (await session.routed()).some((routed) => routed !== side)
  await session.route(side)
  if (isElsewhere) await clock.wait(retriedWithinMs)
  for (const each of ['a', 'b'] as const) await session.backUp(each, [])
}

/** Slots that are filled and that no replica has. */
const vacateStale = async (session: TrafficSession, side: 'a' | 'b', replicas: readonly Replica[]): Promise<void> => {
  const known = new Set(replicas.filter((replica) => toSide(replica.side) === side).map((replica) => replica.slot))
  const filled = (await session.health(side)).filter((one) => one.status !== 'maintenance').map((one) => one.slot)
  await session.vacate(
    side,
    filled.filter((slot) => !known.has(slot)),
  )
}

const note = async (ctx: InstanceContext, { id, app, repair: last }: Place, repair: Repair): Promise<void> => {
  if (repair.failure !== null) {
    ctx.log.warn({ appId: app.id, amiss: repair.amiss, error: repair.failure }, 'an app could not be put right')
  }
  await ctx.instanceDb.$transaction(async (tx) => {
    await tx.appHost.update({ where: { id }, data: { repair } })
    // Tried every minute, told once.
    if (repair.failure !== null && repair.failure === lastRepair(last)?.failure) return
    await recordAuditEvent(tx, systemActor(app.teamId), {
      action: 'app.repair',
      target: { type: 'app', id: app.id, name: app.name },
      after: { amiss: repair.amiss, failure: repair.failure },
    })
  })
  await ctx.live.publish(teamChannel(app.teamId), { kind: 'repair', appId: app.id })
}
