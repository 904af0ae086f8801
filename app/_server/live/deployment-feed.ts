import { z } from 'zod'
import { isEnd } from '@/core/deployments/state'
import { statusEventSchema, trafficEventSchema } from '@/core/events/deployment-events'
import { deploymentChannel } from '@/core/ports/live-events'
import { comparisonSchema } from '@/core/verification/comparison'
import type { Context } from '@/services/context'
import { Wake } from './wake'

interface Options {
  ctx: Context
  deploymentId: string
  /** Id of the last event that the client has; 0n for all. */
  after: bigint
  /** Ends the stream: the client has gone, or may no longer listen. */
  signal: AbortSignal
  /** True: goes on after the terminal status until the proof is complete, or there is none to wait for. */
  untilProofComplete: boolean
  heartbeatMs?: number
}

/** A stored event has an id to resume from. A heartbeat says that the stream goes on. */
export type DeploymentFeedEvent =
  | { type: string; data: unknown; id: bigint }
  | { type: 'traffic' | 'comparison'; data: unknown; id: null }
  | { type: 'heartbeat' }

const batch = 500
const liveSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('stored') }),
  z.object({ kind: z.literal('traffic'), data: trafficEventSchema }),
  z.object({ kind: z.literal('comparison'), data: comparisonSchema }),
])

/**
 * A deployment's events: first what is stored after `after`, then what comes. `traffic` and `comparison` tell of one
 * moment only and are not stored.
 */
export async function* deploymentFeed(options: Options): AsyncGenerator<DeploymentFeedEvent> {
  const { ctx, deploymentId, signal, heartbeatMs = 15_000 } = options
  const wake = new Wake()
  const moments = new Map<'traffic' | 'comparison', unknown>()
  let isNew = true
  const unsubscribe = await ctx.live.subscribe(deploymentChannel(deploymentId), (message) => {
    const live = liveSchema.safeParse(message)
    // To a client that reads slowly, only the latest picture of the traffic is worth sending.
    if (live.success && live.data.kind !== 'stored') moments.set(live.data.kind, live.data.data)
    else isNew = true
    wake.wake()
  })
  try {
    let after = options.after
    let nextBeat = Date.now() + heartbeatMs
    while (!signal.aborted) {
      if (isNew) {
        isNew = false
        // Read before the events: what this row says is then among them.
        const deployment = await ctx.db.deployment.findUnique({
          where: { id: deploymentId },
          select: { status: true, proof: true },
        })
        if (!deployment) return
        for await (const row of storedAfter(ctx, deploymentId, after)) {
          yield row
          after = row.id
          if (row.type === 'status' && isLast(row.data, options.untilProofComplete)) return
        }
        if (isLast(deployment, options.untilProofComplete)) return
      }
      for (const [type, data] of moments) {
        moments.delete(type)
        yield { type, data, id: null }
      }
      if (Date.now() >= nextBeat) {
        yield { type: 'heartbeat' }
        // A message may have been lost on the way.
        isNew = true
        nextBeat = Date.now() + heartbeatMs
      }
      if (!isNew) await wake.wait(Math.max(0, nextBeat - Date.now()), signal)
    }
  } finally {
    unsubscribe()
  }
}

async function* storedAfter(ctx: Context, deploymentId: string, after: bigint) {
  for (let last = after; ; ) {
    const rows = await ctx.db.deploymentEvent.findMany({
      where: { deploymentId, id: { gt: last } },
      orderBy: { id: 'asc' },
      take: batch,
      select: { id: true, type: true, data: true },
    })
    yield* rows
    const end = rows.at(-1)
    if (!end || rows.length < batch) return
    last = end.id
  }
}

const stateSchema = statusEventSchema.pick({ status: true, proof: true })

const isLast = (data: unknown, untilProofComplete: boolean): boolean => {
  const state = stateSchema.parse(data)
  if (!isEnd(state.status)) return false
  return !untilProofComplete || state.proof === null || state.proof.complete
}
