import { liveSettingsSchema } from '@/core/apps/schema'
import type { Side, TrafficSession } from '@/core/ports/traffic'
import type { App, AppHost, Deployment, Host, Replica } from '@/prisma/generated/client'
import { answeringWithin } from '@/services/answered-within'
import type { Context } from '@/services/context'
import { toSide } from '@/services/hosts/desired-traffic'
import { type DrainLine, writeTo } from './drain-lines'
import { engineOf } from './run'

/** A replica that a deployment left behind, and the line to its host's proxies if they run. */
interface LeftBehind {
  deployment: Deployment & { app: App & { hosts: (AppHost & { host: Host })[] } }
  replica: Replica
  line: DrainLine | null
}

/** What an engine may take beside the time that the app has to stop. */
const engineTakesMs = 30_000

/** A request that was accepted at the very moment of the shift has reached its replica by then. */
const settleMs = 500

/**
 * Decides that the replica ends now, and writes with it how many connections are open: those are cut, as none of them
 * has ended by itself before the deadline. False while it may not end, or when it was made ready again. True for one
 * that an earlier worker had begun to end.
 */
export const beginEnd = async (ctx: Context, at: LeftBehind): Promise<boolean> => {
  const { deployment, replica, line } = at
  if (replica.state === 'stopping') return true
  const side = toSide(replica.side)
  if (side === null) return false
  const open = line ? await openAtItsEnd(ctx, deployment, replica, side, line.session) : 0
  if (open === null) return false
  const won = await ctx.db.replica.updateMany({
    where: { id: replica.id, state: 'draining', drainingFor: deployment.id },
    data: { state: 'stopping', cut: open },
  })
  return won.count === 1
}

/** None, once the last has ended; else how many when the deadline has passed. Null before. */
const openAtItsEnd = async (
  ctx: Context,
  deployment: Deployment,
  replica: Replica,
  side: Side,
  session: TrafficSession,
): Promise<number | null> => {
  const now = ctx.clock.now().getTime()
  const movedAt = (deployment.status === 'succeeded' ? deployment.liveAt : deployment.finishedAt)?.getTime() ?? now
  if (now < movedAt + settleMs || (await session.settleMs()) > 0) return null
  if (await isStillRouted(ctx, replica, side, session)) return null
  const open = await session.inFlight(side, [replica.slot])
  return open === 0 || now >= (deployment.drainDeadline?.getTime() ?? 0) ? open : null
}

/** A proxy that could not be reached on the way back sends users here until the reconciler has led it back. */
const isStillRouted = async (ctx: Context, replica: Replica, side: Side, session: TrafficSession): Promise<boolean> => {
  if (!(await session.routed()).includes(side)) return false
  const place = await ctx.db.appHost.findFirst({ where: { appId: replica.appId, hostId: replica.hostId } })
  return place !== null && place.activeSide !== side
}

/**
 * Stops the replica and takes it away; safe to repeat. The app is told first, so that it can say goodbye to those whose
 * time is over: a WebSocket's client learns that it should come again, and a request may still be answered. Only what
 * outlives the app is closed by the proxies. Throws EngineError, also when the host says nothing, and TrafficError.
 */
export const endReplica = async (ctx: Context, at: LeftBehind): Promise<void> => {
  const { deployment, replica, line } = at
  const place = deployment.app.hosts.find((one) => one.hostId === replica.hostId)
  const side = toSide(replica.side)
  if (!place || side === null) return
  const graceSeconds = liveSettingsSchema.parse(deployment.app.liveSettings).stopGraceSeconds
  const engine = answeringWithin(ctx.clock, graceSeconds * 1000 + engineTakesMs, engineOf(ctx, place.host).engine)
  const stillOurs = async () => (await ctx.db.replica.count({ where: { id: replica.id, state: 'stopping' } })) > 0
  const tell = async (act: (session: TrafficSession) => Promise<unknown>): Promise<void> => {
    if (line) await writeTo(ctx, line, stillOurs, act)
  }
  await engine.stop(replica.containerName, graceSeconds)
  // A container that is gone can no longer say that it closes a connection: its client would wait for an hour.
  await tell((session) => session.cut(side, [replica.slot]))
  await tell((session) => session.vacate(side, [replica.slot]))
  await engine.remove(replica.containerName)
  await ctx.db.replica.updateMany({
    where: { id: replica.id, state: 'stopping' },
    data: { state: 'gone', goneAt: ctx.clock.now() },
  })
}
