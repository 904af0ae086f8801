import { Resolver as CaresResolver } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { Resolver } from '@/core/ports/resolver'

const keptMs = { found: 30_000, failed: 5000 }
/** More names than monitors of an instance have. */
const most = 20_000

interface Known {
  answer: Promise<string[]>
  until: number
}

interface Options {
  now?: () => number
  /** DNS servers to ask instead of the system's own. */
  servers?: readonly string[]
  timeoutMs?: number
}

/**
 * Names to addresses for thousands of checks a minute, and for messages: answers are kept for a while and questions shared.
 * The system's own lookup has four threads, which others need as well; so it is asked only for what DNS does not know (the
 * hosts file), after the resolver that needs no threads. Where DNS says nothing at all, neither will the lookup, and takes
 * its time: of those names it is asked for one at a time.
 */
export const createCachedResolver = (system: Resolver, options: Options = {}): Resolver => {
  const { now = () => performance.now() } = options
  const known = new Map<string, Known>()
  const inLane = new Map<string, Promise<string[]>>()
  let lane: Promise<unknown> = Promise.resolve()
  const takeTurn = (host: string): Promise<string[]> => {
    const answer = lane.then(() => system.resolve(host)).finally(() => inLane.delete(host))
    inLane.set(host, answer)
    lane = answer.catch(() => undefined)
    return answer
  }
  const look = async (host: string, entry: Pick<Known, 'until'>): Promise<string[]> => {
    if (isLocalName(host)) return system.resolve(host)
    const { found, isSilent } = await askDns(host, options)
    if (found.length > 0) return found
    if (!isSilent) return system.resolve(host)
    // The lane may be long. Should DNS speak again meanwhile, whoever asks then need not wait for it.
    entry.until = now() + keptMs.failed
    return inLane.get(host) ?? takeTurn(host)
  }
  const ask = (host: string): Promise<string[]> => {
    const pending = { until: Number.POSITIVE_INFINITY }
    const answer = look(host, pending)
    const entry: Known = Object.assign(pending, { answer })
    answer.then(
      (found) => {
        entry.until = now() + (found.length > 0 ? keptMs.found : keptMs.failed)
      },
      () => {
        entry.until = now() + keptMs.failed
      },
    )
    if (known.size >= most) known.clear()
    known.set(host, entry)
    return answer
  }
  return {
    resolve: async (host) => {
      if (isIP(host) !== 0) return [host]
      const entry = known.get(host)
      return entry && entry.until > now() ? entry.answer : ask(host)
    },
  }
}

const isLocalName = (host: string): boolean => /^[^.]+\.?$|\.(localhost|local|internal)\.?$/i.test(host)

const askDns = async (
  host: string,
  { servers, timeoutMs = 3000 }: Options,
): Promise<{ found: string[]; isSilent: boolean }> => {
  const resolver = new CaresResolver({ timeout: timeoutMs, tries: 2 })
  if (servers) resolver.setServers([...servers])
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  return {
    found: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
    isSilent: answers.some((answer) => answer.status === 'rejected' && isTimeout(answer.reason)),
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ETIMEOUT'
