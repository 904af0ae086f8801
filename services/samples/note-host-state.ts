import { EngineError } from '@/core/ports/containers'
import { teamChannel } from '@/core/ports/live-events'
import type { TrafficError } from '@/core/ports/traffic'
import type { Host, Prisma } from '@/prisma/generated/client'
import { answeredWithin } from '@/services/answered-within'
import type { InstanceContext } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { type EngineTaken, isEngineTaken } from '@/services/hosts/engine-taken'
import { knownProxies } from '@/services/hosts/known-proxies'

interface Seen {
  at: Date
  /** Number of the ten-second span. */
  slot: number
  /** How many of the two proxies run; null where none are needed or nothing is known. */
  proxies: number | null
  error: EngineError | TrafficError | EngineTaken | null
}

/** Version and size are asked for every minute, disk space every ten: that question is a slow one. */
const infoEvery = 6
const diskEvery = 60
const factsWithinMs = 5 * 60_000

/** Keeps what the Hosts page shows up to date, and tells open pages of every team that may use it when a host's state changes. */
export const noteHostState = async (ctx: InstanceContext, host: Host, seen: Seen): Promise<void> => {
  const state = stateOf(host, seen)
  const facts = seen.error ? {} : await factsOf(ctx, host, seen)
  await ctx.instanceDb.host.update({ where: { id: host.id }, data: { ...state, ...facts, checkedAt: seen.at } })
  if (state.status !== host.status || host.engineVersion === null) {
    const grants = await ctx.instanceDb.hostGrant.findMany({ where: { hostId: host.id }, select: { teamId: true } })
    for (const { teamId } of grants) {
      await ctx.live.publish(teamChannel(teamId), { hostId: host.id, status: state.status })
    }
  }
}

const stateOf = (host: Host, { error, proxies }: Seen): { status: string; statusMessage: string | null } => {
  if (error instanceof EngineError) {
    return {
      status: 'unreachable',
      statusMessage: `The engine does not answer: ${error.message}. What runs there goes on serving; nothing can be deployed.`,
    }
  }
  if (error || (proxies !== null && proxies < 2)) {
    const message = isEngineTaken(error)
      ? error.message
      : error
        ? `The proxies could not be looked at: ${error.message}`
        : proxies === 0
          ? 'Neither of the two proxies runs, so users cannot reach the apps there. Deploying starts them again.'
          : 'One of the two proxies does not run; the other one serves. Deploying starts it again.'
    return { status: 'degraded', statusMessage: message }
  }
  // What a test by hand found missing stays until the next test by hand.
  const keeps = host.status === 'degraded' && !/prox/i.test(host.statusMessage ?? '')
  return keeps ? { status: host.status, statusMessage: host.statusMessage } : { status: 'ready', statusMessage: null }
}

const factsOf = async (
  ctx: InstanceContext,
  host: Host,
  { slot, proxies: running }: Seen,
): Promise<
  Pick<Prisma.HostUpdateInput, 'engineVersion' | 'containers' | 'cpus' | 'memoryBytes' | 'diskBytes' | 'proxies'>
> => {
  const { engine, target } = engineOf(ctx, host)
  const ask = () =>
    Promise.all([
      slot % infoEvery === 0 || host.engineVersion === null ? engine.info() : null,
      slot % diskEvery === 0 || host.diskBytes === null ? engine.diskBytes() : null,
      slot % infoEvery === 0 || (running ?? 0) !== runningIn(host.proxies) ? ctx.traffic.inspectProxies(target) : null,
    ])
  const [info, diskBytes, proxies] = await answeredWithin(ctx.clock, factsWithinMs, ask)
  return {
    ...(info
      ? {
          engineVersion: info.engineVersion,
          containers: info.ownContainers,
          cpus: info.cpus,
          memoryBytes: info.memoryBytes,
        }
      : {}),
    ...(diskBytes === null ? {} : { diskBytes }),
    ...(proxies === null ? {} : { proxies: proxies.map((proxy) => ({ ...proxy })) }),
  }
}

/** How many ran at the last look; null before the first. */
const runningIn = (proxies: unknown): number | null =>
  knownProxies(proxies)?.filter((proxy) => proxy.running).length ?? null
