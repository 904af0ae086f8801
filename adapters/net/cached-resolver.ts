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

/**
 * Names to addresses for thousands of checks a minute, and for messages: answers are kept for a while and questions shared. The system's own
 * lookup has four threads, which a few names whose servers are silent would take from everybody; so it is asked only for
 * what DNS does not know (the hosts file), after the resolver that needs no threads.
 */
export const createCachedResolver = (system: Resolver, now: () => number = () => performance.now()): Resolver => {
  const known = new Map<string, Known>()
  const ask = (host: string): Promise<string[]> => {
    const answer = askDns(host).then((found) => (found.length > 0 ? found : system.resolve(host)))
    const entry = { answer, until: Number.POSITIVE_INFINITY }
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

const askDns = async (host: string): Promise<string[]> => {
  if (isLocalName(host)) return []
  const resolver = new CaresResolver({ timeout: 3000, tries: 2 })
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
}
