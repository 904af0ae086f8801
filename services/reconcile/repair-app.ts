import type { Clock } from '@/core/ports/clock'
import type { HostTarget } from '@/core/ports/host-target'
import { retriedWithinMs, type Side, type TrafficSession } from '@/core/ports/traffic'
import type { Replica } from '@/prisma/generated/client'
import { answeredWithin } from '@/services/answered-within'
import type { InstanceContext } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { desiredTraffic, filledSlot, toSide } from '@/services/hosts/desired-traffic'
import { acquireAppLease } from '@/services/leases/app-lease'
import { randomHex } from '@/services/random-hex'
import { keepAlive, type Place } from './keep-alive'
import { noteRepair } from './note-repair'

interface Input {
  appId: string
  hostId: string
  /** Looks once more, now that nobody else acts on the app: what is amiss, a sentence each. */
  look: () => Promise<readonly string[]>
}

/** Proxies may have to be made first. Longer than this nobody is kept from deploying the app. */
const mendWithinMs = 120_000

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
    const mend = () => putRight(ctx, place, lease.fencing)
    const failure = await answeredWithin(ctx.clock, mendWithinMs, mend).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    await noteRepair(ctx, place, { at: ctx.clock.now().toISOString(), amiss: [...amiss], failure })
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
  const started = await Promise.allSettled(ready.map((replica) => keepAlive(ctx, place, replica, async () => true)))
  await ctx.traffic.ensureProxies(target, await desiredTraffic(ctx, place.hostId))
  if (place.proxyKey !== null) await leadTraffic(ctx, { place, target, fence, ready, replicas })
  const failed = started.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
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
    const desired = await desiredTraffic(ctx, place.hostId)
    const own = desired.apps.find((app) => app.key === place.proxyKey)
    await session.setTls(own?.tls ?? [])
    await session.setDomains(own?.domains ?? [])
    await shiftTo(session, toSide(place.activeSide), ctx.clock)
    await session.store(desired)
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
