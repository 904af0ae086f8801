import { liveSettingsSchema } from '@/core/apps/schema'
import { deploymentChannel, teamChannel } from '@/core/ports/live-events'
import type { Side, TrafficSession } from '@/core/ports/traffic'
import type { App, AppHost, Deployment, Domain, Host, Replica } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { desiredTraffic, toSide } from '@/services/hosts/desired-traffic'
import { type DrainLine, openLines, writeTo } from './drain-lines'
import { type Measurement, Meter, proofFrom } from './meter'
import { retireReleases } from './retire-releases'
import { engineOf } from './run'
import { writeStatusEvent } from './status-event'

type Draining = Deployment & { app: App & { domains: Domain[]; hosts: (AppHost & { host: Host })[] } }

const pollMs = 200
/** A request that was accepted at the very moment of the shift has reached its replica by then. */
const settleMs = 500

/**
 * The drain job: ends the replicas that a finished deployment left behind, each as soon as nothing is in progress on it
 * or the deadline has passed, and then completes the proof. Runs beside the app's next deployments: a replica goes from
 * `draining` to `stopping` in one conditional write, and one that was made ready again meanwhile is left alone.
 */
export const drainReplicas = async (call: {
  ctx: Context
  input: { deploymentId: string; stopping: AbortSignal }
}): Promise<void> => {
  const { ctx, input } = call
  const deployment = await ctx.db.deployment.findUnique({
    where: { id: input.deploymentId },
    include: { app: { include: { domains: { orderBy: { position: 'asc' } }, hosts: { include: { host: true } } } } },
  })
  if (deployment?.drainState !== 'pending') return
  const lines = await openLines(ctx, deployment.app.hosts)
  try {
    const meter = await startMeter(ctx, deployment, lines)
    let cut = 0
    let measurement: Measurement | null = null
    try {
      for (let left = await leftReplicas(ctx, deployment.id); left.length > 0; ) {
        const cuts = await Promise.all(left.map((replica) => endIfDrained(ctx, deployment, replica, lines)))
        cut += cuts.reduce((sum, one) => sum + one, 0)
        left = await leftReplicas(ctx, deployment.id)
        if (left.length > 0) await ctx.clock.wait(pollMs, input.stopping)
      }
    } finally {
      measurement = (await meter?.stop(cut)) ?? null
    }
    await storeWithout(ctx, lines.values())
    await complete(ctx, deployment, measurement)
  } finally {
    await Promise.allSettled([...lines.values()].map((line) => line.session.close()))
  }
  await retireReleases(ctx, deployment.app)
}

/** A deployment that never reached `starting` measured nothing and has nothing to complete. */
const startMeter = async (ctx: Context, deployment: Draining, lines: Map<string, DrainLine>): Promise<Meter | null> => {
  if (deployment.proof === null) return null
  const serving = await ctx.db.replica.findFirst({
    where: { appId: deployment.appId, state: 'ready' },
    select: { checkPath: true },
  })
  return Meter.start({
    ctx,
    deploymentId: deployment.id,
    sessions: () => [...lines.values()].map((line) => line.session),
    probe: {
      address: deployment.app.hosts[0]?.host.publicAddress ?? '127.0.0.1',
      domain: serving ? (deployment.app.domains[0]?.name ?? null) : null,
      path: serving?.checkPath ?? '/',
    },
  })
}

const leftReplicas = (ctx: Context, deploymentId: string): Promise<Replica[]> =>
  ctx.db.replica.findMany({ where: { drainingFor: deploymentId, state: { in: ['draining', 'stopping'] } } })

/** Ends the replica if it may end now. Returns how many connections had to be cut. */
const endIfDrained = async (
  ctx: Context,
  deployment: Draining,
  replica: Replica,
  lines: Map<string, DrainLine>,
): Promise<number> => {
  const line = lines.get(replica.hostId) ?? null
  const side = toSide(replica.side)
  if (side === null) return 0
  if (replica.state === 'draining') {
    if (line && !(await mayEnd(ctx, deployment, replica, side, line.session))) return 0
    const won = await ctx.db.replica.updateMany({
      where: { id: replica.id, state: 'draining', drainingFor: deployment.id },
      data: { state: 'stopping' },
    })
    if (won.count === 0) return 0
  }
  const place = deployment.app.hosts.find((one) => one.hostId === replica.hostId)
  return place ? stopReplica(ctx, { place, line }, replica, side, deployment.app) : 0
}

const mayEnd = async (
  ctx: Context,
  deployment: Draining,
  replica: Replica,
  side: Side,
  session: TrafficSession,
): Promise<boolean> => {
  const now = ctx.clock.now().getTime()
  const movedAt = (deployment.status === 'succeeded' ? deployment.liveAt : deployment.finishedAt)?.getTime() ?? now
  if (now < movedAt + settleMs || (await session.settleMs()) > 0) return false
  if (await isStillRouted(ctx, replica, side, session)) return false
  return now >= (deployment.drainDeadline?.getTime() ?? 0) || (await session.inFlight(side, [replica.slot])) === 0
}

/** A proxy that could not be reached on the way back sends users here until the reconciler has led it back. */
const isStillRouted = async (ctx: Context, replica: Replica, side: Side, session: TrafficSession): Promise<boolean> => {
  if (!(await session.routed()).includes(side)) return false
  const place = await ctx.db.appHost.findFirst({ where: { appId: replica.appId, hostId: replica.hostId } })
  return place !== null && place.activeSide !== side
}

const stopReplica = async (
  ctx: Context,
  { place, line }: { place: DrainLine['place']; line: DrainLine | null },
  replica: Replica,
  side: Side,
  app: App,
): Promise<number> => {
  const { engine } = engineOf(ctx, place.host)
  const stillOurs = async () => (await ctx.db.replica.count({ where: { id: replica.id, state: 'stopping' } })) > 0
  const tell = async <Result>(act: (session: TrafficSession) => Promise<Result>): Promise<Result | null> =>
    line ? writeTo(ctx, line, stillOurs, act) : null
  const cut = (await tell((session) => session.cut(side, [replica.slot]))) ?? 0
  await engine.stop(replica.containerName, liveSettingsSchema.parse(app.liveSettings).stopGraceSeconds)
  await tell((session) => session.vacate(side, [replica.slot]))
  await engine.remove(replica.containerName)
  await ctx.db.replica.updateMany({
    where: { id: replica.id, state: 'stopping' },
    data: { state: 'gone', goneAt: ctx.clock.now() },
  })
  return cut
}

/** From now on a restarted proxy does not know the old replicas' addresses either: another container may get them. */
const storeWithout = async (ctx: Context, lines: Iterable<DrainLine>): Promise<void> => {
  for (const line of lines) {
    const store = async (session: TrafficSession) =>
      session.store(await desiredTraffic(ctx.instanceDb, line.place.hostId))
    await writeTo(ctx, line, async () => true, store)
  }
}

const complete = async (ctx: Context, deployment: Draining, measurement: Measurement | null): Promise<void> => {
  await ctx.db.$transaction(async (tx) => {
    const ended = await tx.deployment.update({
      where: { id: deployment.id },
      data: { drainState: 'done', ...(measurement ? { proof: proofFrom(measurement, true) } : {}) },
    })
    await writeStatusEvent(tx, ended)
  })
  await ctx.live.publish(deploymentChannel(deployment.id), { kind: 'stored' })
  await ctx.live.publish(teamChannel(deployment.teamId), {
    kind: 'deployment',
    appId: deployment.appId,
    deploymentId: deployment.id,
  })
}
