import { z } from 'zod'
import type { RunSettings } from '@/core/apps/schema'
import { DeploymentStepError } from '@/core/deployments/failures'
import { isInTraffic } from '@/core/deployments/state'
import type { TeamNetwork } from '@/core/ports/containers'
import { type Side, TrafficError, type TrafficSession } from '@/core/ports/traffic'
import type { AppHost } from '@/prisma/generated/client'
import { claimEngine } from '@/services/hosts/claim-engine'
import { desiredTraffic, poolSlots, type SideSettings, toSide } from '@/services/hosts/desired-traffic'
import { inReloadWindow, reloadIfFree } from '@/services/hosts/reload-window'
import { updateHeld } from './held'
import { leadBack } from './lead-back'
import { asStepError, type LocatedHost, type PlacedHost, type Run } from './run'

const sidesSchema = z.record(
  z.string(),
  z.object({ side: z.enum(['a', 'b']), previousSide: z.enum(['a', 'b']).nullable() }),
)
type Sides = z.infer<typeof sidesSchema>

/** What was decided for each host, by its id; nothing where nothing was. */
export const sidesOf = (sides: unknown): Sides => (sides === null ? {} : sidesSchema.parse(sides))

/**
 * Which side this deployment uses on each host: the one that does not serve. Decided once, so that whoever resumes it
 * after traffic has moved knows where it came from. A release that is known already is written with it.
 */
const decideSides = async (run: Run, places: readonly AppHost[]): Promise<Sides> => {
  if (run.deployment.sides !== null) return sidesOf(run.deployment.sides)
  const stays = await goesBackToWhatServes(run)
  const sides: Sides = Object.fromEntries(
    places.map((place) => {
      const active = toSide(place.activeSide)
      return [place.hostId, { side: stays && active ? active : active === 'a' ? 'b' : 'a', previousSide: active }]
    }),
  )
  const releaseId = run.release?.id ?? null
  const { sides: written } = await updateHeld(run.ctx.db, run.held, { sides, releaseId })
  run.deployment = { ...run.deployment, sides: written }
  return sides
}

/** The hosts on which a deployment goes back to replicas that serve, by what was decided; none if nothing was. */
export const hostsThatStay = (sides: unknown): string[] =>
  Object.entries(sidesOf(sides)).flatMap(([hostId, at]) => (at.side === at.previousSide ? [hostId] : []))

/** A redeploy that aborted its successor finds its release serving already: nothing is to be started. */
const goesBackToWhatServes = async (run: Run): Promise<boolean> => {
  const { id, requestedReleaseId } = run.deployment
  if (requestedReleaseId === null || requestedReleaseId !== run.app.currentReleaseId) return false
  return (await run.ctx.db.deployment.count({ where: { appId: run.app.id, cancelledBy: id } })) > 0
}

/** Gives the app its key on each host and declares the side that the release will use. */
export const allocatePlaces = async (
  run: Run,
  settings: RunSettings,
  located: readonly LocatedHost[],
): Promise<PlacedHost[]> => {
  const sides = await decideSides(run, run.places)
  const { intervalSeconds, timeoutSeconds, successThreshold, failureThreshold } = settings.healthCheck
  const health = { intervalSeconds, timeoutSeconds, successThreshold, failureThreshold }
  return Promise.all(
    located.map(async ({ place, ...at }) => {
      const { host } = at
      const decided = sides[host.id]
      if (!decided) throw new DeploymentStepError('internal')
      const updated = await run.ctx.instanceDb.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT 1 FROM "Host" WHERE "id" = ${host.id} FOR UPDATE`
        await updateHeld(tx, run.held)
        const proxyKey = place.proxyKey ?? (await lowestFreeKey(tx, host.id))
        const highest = await highestSlot(tx, place, decided.side)
        const shape: SideSettings = { health, slots: Math.max(poolSlots, run.live.replicas * 3, highest) }
        const data = decided.side === 'a' ? { sideA: shape, proxyKey } : { sideB: shape, proxyKey }
        return tx.appHost.update({ where: { id: place.id }, data })
      })
      return { ...at, place: updated, ...decided }
    }),
  )
}

/** Of an app that was scaled down, replicas may still drain in slots that it would not need any more. */
const highestSlot = async (
  tx: Pick<Run['ctx']['instanceDb'], 'replica'>,
  { appId, hostId }: AppHost,
  side: Side,
): Promise<number> => {
  const { _max } = await tx.replica.aggregate({
    where: { appId, hostId, side, state: { not: 'gone' } },
    _max: { slot: true },
  })
  return _max.slot ?? 0
}

const lowestFreeKey = async (tx: Pick<Run['ctx']['instanceDb'], 'appHost'>, hostId: string): Promise<number> => {
  const rows = await tx.appHost.findMany({
    where: { hostId, proxyKey: { not: null } },
    select: { proxyKey: true },
    orderBy: { proxyKey: 'asc' },
  })
  const taken = new Set(rows.map((row) => row.proxyKey))
  let key = 1
  while (taken.has(key)) key += 1
  return key
}

/**
 * Makes sure, before anything is done there, that the engines of hosts which were not looked at yet are no other hosts'.
 * Throws DeploymentStepError (engine_taken) where one is.
 */
export const claimEngines = async (run: Run): Promise<void> => {
  const asker = { teamId: run.app.teamId, isOperator: false }
  const claim = async (place: Run['places'][number]) => {
    if (place.host.engineId !== null) return place
    const claiming = claimEngine(run.ctx, place.host, asker)
    claiming.catch(() => undefined)
    try {
      return { ...place, host: await run.impatience.wait(claiming) }
    } catch (error) {
      throw asStepError(error, place.host.name, imageOf(run))
    }
  }
  run.places = await Promise.all(run.places.map(claim))
}

/** Makes sure of the team's network on each host, in their order. */
export const ensureNetworks = (run: Run, hosts: readonly LocatedHost[]): Promise<TeamNetwork[]> =>
  Promise.all(
    hosts.map(({ host, engine }) =>
      engine.ensureNetwork(run.app.teamId).catch((error: unknown) => {
        throw asStepError(error, host.name, imageOf(run))
      }),
    ),
  )

const imageOf = (run: Run): string => run.release?.image ?? run.deployment.requestedImage ?? ''

/**
 * Opens one line to the proxies of each host, makes missing proxies, reloads where the app needs a new shape, and leads
 * users back who are not where they should be.
 */
export const openSessions = async (run: Run, placed: readonly PlacedHost[]): Promise<TrafficSession[]> => {
  const opened = await Promise.allSettled(
    placed.map((host) =>
      openHost(run, host).catch((error: unknown) => {
        throw asStepError(error, host.host.name, imageOf(run))
      }),
    ),
  )
  const sessions = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = opened.find((one) => one.status === 'rejected')
  if (failed) {
    await closeSessions(sessions)
    throw failed.reason
  }
  return sessions
}

const openHost = async (run: Run, placed: PlacedHost): Promise<TrafficSession> => {
  const { ctx } = run
  const { host, place } = placed
  const key = place.proxyKey
  if (key === null) throw new DeploymentStepError('internal')
  const opening = openSession(run, placed, key)
  // Awaited below; it may fail while the database is still asked, and must not count as unheard until then.
  opening.catch(() => undefined)
  const desired = await desiredTraffic(ctx, host.id).catch(async (error: unknown) => {
    await opening.then((session) => session.close()).catch(() => undefined)
    throw error
  })
  const session = await opening
  try {
    const own = desired.apps.find((app) => app.key === key)
    const isAwaited = isInTraffic(run.deployment.status)
    // What another app needs is its own deployment's concern, which waits for this one.
    const needed = isAwaited ? { ...desired, apps: own ? [own] : [] } : desired
    if (await session.needsReload(needed)) {
      const reload = async () => session.reload(await desiredTraffic(ctx, host.id))
      const call = { hostId: host.id, deploymentId: run.deployment.id, reload }
      if (isAwaited) await reloadIfFree(ctx, call)
      else {
        run.journal.say(`The proxies on ${host.name} need a reload; waiting until no deployment is under way there.`)
        await inReloadWindow(ctx, { ...call, signal: run.signal })
      }
    } else if (toSide(place.activeSide) === null) {
      await session.setTls(own?.tls ?? [])
      await session.setDomains(own?.domains ?? [])
    }
    await leadBack(run, placed, session, desired)
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}

/** The proxies nearly always run: they are asked first, and made only when they do not answer. */
const openSession = async (run: Run, { host, target }: PlacedHost, key: number): Promise<TrafficSession> => {
  const { traffic } = run.ctx
  const open = async (): Promise<TrafficSession> => {
    const opening = traffic.open(target, key, run.lease.fencing)
    try {
      return run.impatience.around(await run.impatience.wait(opening))
    } catch (error) {
      // One that opens after all has nobody to use it.
      void opening.then((session) => session.close()).catch(() => undefined)
      throw error
    }
  }
  return open().catch(async (error: unknown) => {
    if (!(error instanceof TrafficError) || error.code !== 'proxy_unavailable') throw error
    const desired = await desiredTraffic(run.ctx, host.id)
    await run.impatience.wait(traffic.ensureProxies(target, desired, (message) => run.journal.say(message)))
    return open()
  })
}

export const closeSessions = async (sessions: readonly TrafficSession[]): Promise<void> => {
  await Promise.allSettled(sessions.map((session) => session.close()))
}
