import { TrafficError, type TrafficSession } from '@/core/ports/traffic'
import type { AppHost, Host } from '@/prisma/generated/client'
import { answeredWithin } from '@/services/answered-within'
import type { Context } from '@/services/context'
import { heldHost } from '@/services/hosts/claim-engine'
import { isEngineTaken } from '@/services/hosts/engine-taken'
import { openTraffic } from '@/services/hosts/open-traffic'
import { currentFencing } from '@/services/leases/app-lease'
import { engineOf } from './run'

/** The line to a host's proxies; opened anew under the current fencing number when a newer deployment has raised it. */
export interface DrainLine {
  place: AppHost & { host: Host }
  session: TrafficSession
  fence: number
}

const openLine = async (ctx: Context, place: AppHost & { host: Host }): Promise<DrainLine> => {
  const fence = await currentFencing(ctx.instanceDb, place.appId)
  const host = (await heldHost(ctx, place.host)) ?? place.host
  const session = await openTraffic(ctx, engineOf(ctx, host).target, place.proxyKey ?? 0, fence)
  return { place, session, fence }
}

/** The lines to hosts by their id, and why others could not be reached. */
export interface OpenedLines {
  lines: Map<string, DrainLine>
  unreached: Map<string, unknown>
}

/** A host that answers nothing must not hold up what is to end on others. */
const lookWithinMs = 20_000

/** None for a host where no proxy runs: there is nothing in progress, and nobody to be told. */
export const openLines = async (ctx: Context, hosts: readonly DrainLine['place'][]): Promise<OpenedLines> => {
  const opened: OpenedLines = { lines: new Map(), unreached: new Map() }
  const places = hosts.filter((place) => place.proxyKey !== null)
  await Promise.all(
    places.map(async (place) => {
      try {
        opened.lines.set(place.hostId, await openLine(ctx, place))
      } catch (error) {
        const mayServe = await answeredWithin(ctx.clock, lookWithinMs, () => hasProxies(ctx, place.host)).catch(
          () => true,
        )
        if (mayServe) opened.unreached.set(place.hostId, error)
      }
    }),
  )
  return opened
}

/** Proxies of another host with the same engine are none of this one's. */
const hasProxies = async (ctx: Context, host: Host): Promise<boolean> => {
  try {
    if ((await heldHost(ctx, host)) === null) return false
    return (await ctx.traffic.inspectProxies(engineOf(ctx, host).target)).some((proxy) => proxy.running)
  } catch (error) {
    if (isEngineTaken(error)) return false
    throw error
  }
}

/**
 * Writes to the proxies under the fencing number of now, as often as a newer deployment raises it. The number is read
 * before `stillOurs` is asked: should we stall and what we write about be used again, whoever uses it has a higher one.
 */
export const writeTo = async <Result>(
  ctx: Context,
  line: DrainLine,
  stillOurs: () => Promise<boolean>,
  act: (session: TrafficSession) => Promise<Result>,
): Promise<Result | null> => {
  for (;;) {
    if (!(await stillOurs())) return null
    try {
      return await act(line.session)
    } catch (error) {
      if (!(error instanceof TrafficError) || error.code !== 'fenced') throw error
      const old = line.session
      Object.assign(line, await openLine(ctx, line.place))
      await old.close()
    }
  }
}
