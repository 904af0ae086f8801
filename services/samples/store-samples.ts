import { sampledChannel, teamChannel } from '@/core/ports/live-events'
import type { TrafficSurvey } from '@/core/ports/traffic'
import {
  countedSince,
  countersToKeep,
  cpuPercent,
  type SampleCursor,
  slotOf,
  slotStart,
  spansSince,
} from '@/core/samples/counted'
import { sampleSeconds } from '@/core/samples/ranges'
import type { AppHost, Host } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import type { ReplicaUse } from './read-usages'

interface LookedAtReplica {
  id: string
  appId: string
  teamId: string
  containerName: string
  side: string
  slot: number
}

/** All that one look at a host has shown, beside what the look before it had. */
export interface Look {
  host: Host
  places: readonly AppHost[]
  replicas: readonly LookedAtReplica[]
  at: Date
  before: SampleCursor | null
  lastAt: Date | null
  survey: TrafficSurvey
  usages: readonly ReplicaUse[]
}

type Reading = ReturnType<typeof readingsOf>[number]

/**
 * Writes what came since the look before: a sample for each app, and how each replica is. Where another worker has
 * stored a look meanwhile nothing is written, so that nothing is counted twice.
 */
export const storeSamples = async (ctx: InstanceContext, look: Look): Promise<void> => {
  const { host, at } = look
  const readings = readingsOf(look)
  const samples = samplesOf(look, readings)
  const cursor: SampleCursor = {
    counters: countersToKeep(look.survey.counters),
    usage: Object.fromEntries(
      look.usages.flatMap(({ container, usage, readAt }) =>
        usage ? [[container.id, [usage.cpuNanos, readAt.getTime()] as [number, number]]] : [],
      ),
    ),
  }
  const known = await ctx.instanceDb.replicaReading.findMany({
    where: { replicaId: { in: readings.map((one) => one.replicaId) } },
    select: { replicaId: true, health: true },
  })
  const stored = await ctx.instanceDb.$transaction(async (tx) => {
    const { count } = await tx.hostSampling.updateMany({
      where: { hostId: host.id, at: look.lastAt },
      data: { at, cursor },
    })
    if (count === 0) return false
    await tx.appSample.createMany({ data: samples, skipDuplicates: true })
    await tx.replicaReading.deleteMany({ where: { replicaId: { in: readings.map((one) => one.replicaId) } } })
    await tx.replicaReading.createMany({ data: readings.map(({ appId: _, ...reading }) => reading) })
    return true
  })
  if (!stored) return
  await announce(ctx, samples)
  const turned = readings.filter(
    (one) => known.find((before) => before.replicaId === one.replicaId)?.health !== one.health,
  )
  for (const teamId of new Set(turned.map((one) => one.teamId))) {
    await ctx.live.publish(teamChannel(teamId), { kind: 'health' })
  }
}

const readingsOf = (look: Look) => {
  const keys = new Map(look.places.map((place) => [place.appId, place.proxyKey]))
  return look.usages.flatMap(({ replicaId, container, usage, readAt }) => {
    const replica = look.replicas.find((one) => one.id === replicaId)
    if (!replica) return []
    const seen = look.survey.health.find(
      (one) => one.key === keys.get(replica.appId) && one.side === replica.side && one.slot === replica.slot,
    )
    return [
      {
        replicaId,
        appId: replica.appId,
        teamId: replica.teamId,
        at: look.at,
        cpuPercent: usage ? cpuPercent(look.before?.usage[container.id], [usage.cpuNanos, readAt.getTime()]) : null,
        memoryBytes: usage?.memoryBytes ?? null,
        memoryLimitBytes: usage?.memoryLimitBytes ?? null,
        restarts: container.restarts,
        startedAt: container.startedAt === null ? null : new Date(container.startedAt),
        health: seen?.status ?? null,
      },
    ]
  })
}

const samplesOf = (look: Look, readings: readonly Reading[]) => {
  const counted = countedSince(look.before, look.survey.counters)
  const { slots, share } = spansSince(look.lastAt === null ? null : slotOf(look.lastAt), slotOf(look.at))
  return look.places.flatMap((place) => {
    const came = place.proxyKey === null ? undefined : counted.get(place.proxyKey)
    // Without a word from the proxies there is nothing to say about traffic, not even that there was none.
    if (!came) return []
    const own = readings.filter((one) => one.appId === place.appId)
    return slots.map((slot) => ({
      teamId: place.teamId,
      appId: place.appId,
      hostId: look.host.id,
      seconds: sampleSeconds,
      at: slotStart(slot),
      covered: sampleSeconds,
      requests: came.requests * share,
      errors: came.errors * share,
      slower: came.slower.map((count) => count * share),
      responseMs: came.responseMs,
      cpuPercent: sumOf(own.map((one) => one.cpuPercent)),
      memoryBytes: sumOf(own.map((one) => one.memoryBytes)),
    }))
  })
}

/** Null where nothing is known. */
const sumOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
}

/** Tells open pages that samples of these apps have come. */
const announce = async (ctx: InstanceContext, samples: ReturnType<typeof samplesOf>): Promise<void> => {
  for (const teamId of new Set(samples.map((sample) => sample.teamId))) {
    const own = samples.filter((sample) => sample.teamId === teamId)
    await ctx.live.publish(sampledChannel(teamId), { appIds: [...new Set(own.map((sample) => sample.appId))] })
  }
}
