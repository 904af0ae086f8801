import { GaplessError } from '@/core/errors'
import type { HostTarget } from '@/core/ports/host-target'
import { TrafficError, type TrafficSession } from '@/core/ports/traffic'
import type { Host } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { type AppLease, acquireAppLease } from '@/services/leases/app-lease'
import { trialSide, trialSlot } from './watch-trial'

/** Spare backends are declared in eights; the next app takes the lowest, so a trial keeps away from it. */
const nearestSpare = 2
const farthestSpare = 6

/**
 * Lends a backend of the host's pool that no app has, for as long as `use` runs; nothing routes to it. It is emptied
 * afterwards. Throws unavailable when none is free, TrafficError as the proxies do.
 */
export const withSparePlace = async (
  ctx: Context,
  where: { host: Host; target: HostTarget },
  use: (session: TrafficSession) => Promise<void>,
): Promise<void> => {
  const desired = await desiredTraffic(ctx, where.host.id)
  await ctx.traffic.ensureProxies(where.target, desired)
  const place = await borrow(ctx, where, Math.max(0, ...desired.apps.map((app) => app.key)))
  try {
    await use(place.session)
  } finally {
    await place.session.vacate(trialSide, [trialSlot]).catch((error: unknown) => {
      ctx.log.warn({ error: String(error), lease: place.leaseId }, 'a trial could not be taken out of the proxies')
    })
    await place.session.close()
    await giveBack(ctx, place)
  }
}

interface Reserved {
  lease: AppLease
  leaseId: string
}

/** The first spare backend that no other trial has and that the running proxies know already. */
const borrow = async (
  ctx: Context,
  where: { host: Host; target: HostTarget },
  highest: number,
): Promise<Reserved & { session: TrafficSession }> => {
  const count = farthestSpare - nearestSpare + 1
  const start = Math.floor(Math.random() * count)
  for (let step = 0; step < count; step += 1) {
    const key = highest + nearestSpare + ((start + step) % count)
    const reserved = await reserve(ctx, where.host.id, key)
    if (!reserved) continue
    const session = await openDeclared(ctx, where.target, key, reserved.lease.fencing).catch(async (error: unknown) => {
      await giveBack(ctx, reserved)
      throw error
    })
    if (session) return { ...reserved, session }
    await giveBack(ctx, reserved)
  }
  throw new GaplessError(
    'unavailable',
    'no_spare_place',
    'The proxies of this host have no free place for a trial now. A deployment is as safe: the old release serves until the new one is healthy.',
    { retryAfterSeconds: 30 },
  )
}

/** A lease like an app's, so that two trials never share a key, with a fencing number above all earlier ones. */
const reserve = async (ctx: Context, hostId: string, key: number): Promise<Reserved | null> => {
  const leaseId = `try-${hostId}-${key}`
  const lease = await acquireAppLease({ db: ctx.instanceDb, clock: ctx.clock, appId: leaseId, owner: 'trial' })
  return lease && { lease, leaseId }
}

const giveBack = async (ctx: Context, { lease, leaseId }: Reserved): Promise<void> => {
  await lease.release()
  await ctx.instanceDb.appLease.deleteMany({ where: { appId: leaseId, fencing: lease.fencing } })
}

/** A session for the key, or null where the proxies were last reloaded when it was not needed yet. */
const openDeclared = async (
  ctx: Context,
  target: HostTarget,
  key: number,
  fence: number,
): Promise<TrafficSession | null> => {
  const session = await ctx.traffic.open(target, key, fence)
  try {
    await session.health(trialSide)
    return session
  } catch (error) {
    await session.close()
    if (error instanceof TrafficError && error.code === 'configuration_refused') return null
    throw error
  }
}
