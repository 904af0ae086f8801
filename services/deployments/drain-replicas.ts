import { deploymentChannel, teamChannel } from '@/core/ports/live-events'
import type { TrafficSession } from '@/core/ports/traffic'
import type { App, AppHost, Deployment, Domain, Host, Replica } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { type DrainLine, type OpenedLines, openLines, writeTo } from './drain-lines'
import { beginEnd, endReplica } from './end-replica'
import { type Measurement, Meter, proofFrom } from './meter'
import { retireReleases } from './retire-releases'
import { writeStatusEvent } from './status-event'

type Draining = Deployment & { app: App & { domains: Domain[]; hosts: (AppHost & { host: Host })[] } }

const pollMs = 200

/**
 * The drain job: ends the replicas that a finished deployment left behind, each as soon as nothing is in progress on it
 * or the deadline has passed, and then completes the proof. Runs beside the app's next deployments: a replica goes from
 * `draining` to `stopping` in one conditional write, and one that was made ready again meanwhile is left alone. Asks only
 * hosts that have such replicas. Throws, for another try, once it has ended what it could and a host was not reached.
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
  const left = new Set((await leftReplicas(ctx, deployment.id)).map((replica) => replica.hostId))
  const places = deployment.app.hosts.filter((place) => left.has(place.hostId))
  const opened = await openLines(ctx, places)
  const { lines, unreached } = opened
  const [reason] = unreached.values()
  if (places.length > 0 && unreached.size === places.length) throw reason
  try {
    const meter = await startMeter(ctx, deployment, lines)
    let measurement: Measurement | null = null
    try {
      await endAll(ctx, deployment, opened, input.stopping)
    } finally {
      measurement = (await meter?.stop()) ?? null
    }
    await storeWithout(ctx, lines.values())
    if (unreached.size > 0) throw reason
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
    keep: (proofBase) =>
      ctx.db.deployment.updateMany({ where: { id: deployment.id, drainState: 'pending' }, data: { proofBase } }),
    sessions: () => [...lines.values()].map((line) => line.session),
    probe: {
      address: deployment.app.hosts[0]?.host.publicAddress ?? '127.0.0.1',
      domain: serving ? (deployment.app.domains[0]?.name ?? null) : null,
      path: serving?.checkPath ?? '/',
    },
  })
}

/**
 * One that takes its time to stop keeps no other from ending meanwhile. Throws once one could not be ended. Leaves those
 * on hosts that were not reached: their users are not to be cut off unasked.
 */
const endAll = async (
  ctx: Context,
  deployment: Draining,
  { lines, unreached }: OpenedLines,
  stopping: AbortSignal,
): Promise<void> => {
  const failed = new AbortController()
  const signal = AbortSignal.any([stopping, failed.signal])
  const endings = new Map<string, Promise<void>>()
  const begin = async (replica: Replica): Promise<void> => {
    const at = { deployment, replica, line: lines.get(replica.hostId) ?? null }
    if (!(await beginEnd(ctx, at))) return
    const ending = endReplica(ctx, at).catch((error: unknown) => failed.abort(error))
    endings.set(replica.id, ending)
  }
  try {
    for (;;) {
      const left = (await leftReplicas(ctx, deployment.id)).filter((replica) => !unreached.has(replica.hostId))
      if (left.length === 0) return
      await Promise.all(left.filter((replica) => !endings.has(replica.id)).map(begin))
      await ctx.clock.wait(pollMs, signal)
    }
  } finally {
    await Promise.all(endings.values())
  }
}

const leftReplicas = (ctx: Context, deploymentId: string): Promise<Replica[]> =>
  ctx.db.replica.findMany({ where: { drainingFor: deploymentId, state: { in: ['draining', 'stopping'] } } })

/** From now on a restarted proxy does not know the old replicas' addresses either: another container may get them. */
const storeWithout = async (ctx: Context, lines: Iterable<DrainLine>): Promise<void> => {
  for (const line of lines) {
    const store = async (session: TrafficSession) => session.store(await desiredTraffic(ctx, line.place.hostId))
    await writeTo(ctx, line, async () => true, store)
  }
}

/** What was cut is read from the replicas: it was written there once, however many workers had a part in it. */
const complete = async (ctx: Context, deployment: Draining, measurement: Measurement | null): Promise<void> => {
  const isOurs = await ctx.db.$transaction(async (tx) => {
    const { _sum } = await tx.replica.aggregate({ where: { drainingFor: deployment.id }, _sum: { cut: true } })
    const proof = measurement && proofFrom({ ...measurement, cut: _sum.cut ?? 0 }, true)
    const [ended] = await tx.deployment.updateManyAndReturn({
      where: { id: deployment.id, drainState: 'pending' },
      data: { drainState: 'done', ...(proof ? { proof } : {}) },
    })
    if (ended) await writeStatusEvent(tx, ended)
    return ended !== undefined
  })
  if (!isOurs) return
  await ctx.live.publish(deploymentChannel(deployment.id), { kind: 'stored' })
  await ctx.live.publish(teamChannel(deployment.teamId), {
    kind: 'deployment',
    appId: deployment.appId,
    deploymentId: deployment.id,
  })
}
