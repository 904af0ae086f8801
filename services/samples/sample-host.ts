import { EngineError } from '@/core/ports/containers'
import { TrafficError, type TrafficSurvey } from '@/core/ports/traffic'
import { cursorSchema, slotOf } from '@/core/samples/counted'
import type { Host } from '@/prisma/generated/client'
import { answeredWithin } from '@/services/answered-within'
import type { InstanceContext } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { claimEngine } from '@/services/hosts/claim-engine'
import { isEngineTaken } from '@/services/hosts/engine-taken'
import { noteHostState } from './note-host-state'
import { readUsages } from './read-usages'
import { type Look, storeSamples } from './store-samples'

/** A host that answers nothing is claimed again with each span, and must not take up the place of others. */
const lookWithinMs = 20_000

const noTraffic: TrafficSurvey = { running: 0, counters: [], health: [] }

/**
 * Looks at a host once: what its proxies counted, what its replicas use, whether it answers at all. Stores what came
 * since the last look. A host that does not answer is marked so; that is no error here.
 */
export const sampleHost = async (ctx: InstanceContext, hostId: string): Promise<void> => {
  const row = await ctx.instanceDb.host.findUnique({
    where: { id: hostId },
    include: { sampling: true, apps: { where: { proxyKey: { not: null } } } },
  })
  if (!row) return
  const { sampling, apps: places, ...unlooked } = row
  const replicas = await ctx.instanceDb.replica.findMany({
    where: { hostId, state: { in: ['ready', 'draining'] } },
    select: { id: true, appId: true, teamId: true, containerName: true, side: true, slot: true, state: true },
  })
  const at = ctx.clock.now()
  const before = sampling?.cursor ? cursorSchema.parse(sampling.cursor) : null
  try {
    const host = unlooked.engineId === null ? await claimEngine(ctx, unlooked) : unlooked
    const [survey, usages] = await answeredWithin(ctx.clock, lookWithinMs, () =>
      Promise.all([
        places.length === 0 ? noTraffic : surveyed(ctx, host, places),
        readUsages(engineOf(ctx, host).engine, ctx.clock, replicas),
      ]),
    )
    const look: Look = { host, places, replicas, at, before, lastAt: sampling?.at ?? null, survey, usages }
    await storeSamples(ctx, look)
    await noteHostState(ctx, host, {
      at,
      slot: slotOf(at),
      proxies: places.length === 0 ? null : survey.running,
      error: null,
    })
  } catch (error) {
    if (!(error instanceof EngineError) && !(error instanceof TrafficError) && !isEngineTaken(error)) throw error
    const state = { at, slot: slotOf(at), proxies: null, error: await deepest(ctx, unlooked, error) }
    await noteHostState(ctx, unlooked, state)
  }
}

type Fault = NonNullable<Parameters<typeof noteHostState>[2]['error']>

/** Proxies are reached through the engine: where that does not answer either, it is what has to be said. */
const deepest = async (ctx: InstanceContext, host: Host, error: Fault): Promise<Fault> => {
  if (error instanceof EngineError || isEngineTaken(error)) return error
  const info = await engineOf(ctx, host)
    .engine.info()
    .catch((cause: unknown) => cause)
  return info instanceof EngineError ? info : error
}

const surveyed = (
  ctx: InstanceContext,
  host: Host,
  places: readonly { proxyKey: number | null; activeSide: string | null }[],
): Promise<TrafficSurvey> =>
  ctx.traffic.survey(
    engineOf(ctx, host).target,
    places.flatMap(({ proxyKey, activeSide }) =>
      proxyKey === null
        ? []
        : [{ key: proxyKey, active: activeSide === 'a' ? ('a' as const) : activeSide === 'b' ? ('b' as const) : null }],
    ),
  )
