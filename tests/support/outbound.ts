import { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { createHttpChecker } from '@/adapters/checking/http-checker'
import { createDnsResolver } from '@/adapters/net/dns-resolver'
import { createNotifier } from '@/adapters/notifiers/create-notifier'
import { createMailer } from '@/adapters/notifiers/mailer'
import { judge } from '@/core/monitors/judge'
import { monitorSchema } from '@/core/monitors/schema'
import { isInRanges, isPublicAddress, parseRange, type Range } from '@/core/net/address-range'
import type { Reach } from '@/core/ports/http-checker'
import type { Destination } from '@/core/ports/notifier'
import type { Resolver } from '@/core/ports/resolver'
import { type Door, openDoor } from './receivers/doors'
import { toldMessage } from './told'

/** What the operator has set, and what DNS says; each answer of a name is given once, the last of them for ever. */
export interface Network {
  allowed?: string[]
  names?: Record<string, string[][]>
  proxies?: Reach['proxies']
}

/** One way in which users have us connect somewhere: asks a URL and says what came of it, in the words that they read. */
type Ask = (url: string, network?: Network) => Promise<{ ok: boolean; error: string }>

const judgeOf = ({ allowed = [] }: Network): ((address: string) => boolean) => {
  const ranges = allowed.map((text) => parseRange(text)).filter((range): range is Range => range !== null)
  return (address) => isPublicAddress(address) || isInRanges(address, ranges)
}

/** What is asked of DNS, without DNS; addresses resolve to themselves, as the system's own lookup does it. */
const resolverOf = ({ names = {} }: Network): Resolver => {
  const system = createDnsResolver()
  const left = new Map(Object.entries(names).map(([name, answers]) => [name, [...answers]]))
  return {
    resolve: async (host) => {
      const answers = left.get(host.replace(/\.$/, ''))
      if (answers === undefined) return system.resolve(host)
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? []
    },
  }
}

export const monitor: Ask = async (url, network = {}) => {
  const definition = monitorSchema.parse({ name: 'Any', url: 'https://example.com/', timeoutMs: 3000 })
  const checker = createHttpChecker({ resolver: resolverOf(network) })
  const reach = { mayConnect: judgeOf(network), proxies: network.proxies ?? new Map() }
  const seen = await checker.check({ ...definition, url, keyword: null }, reach)
  const { outcome, error } = judge(definition, seen, new Date())
  return { ok: outcome === 'ok', error: error ?? '' }
}

const message =
  (destination: (url: string) => Destination): Ask =>
  async (url, network = {}) => {
    const notifier = createNotifier({
      resolver: resolverOf(network),
      mayConnect: judgeOf(network),
      mailer: createMailer(undefined),
    })
    const dispatch = { id: 'one', at: new Date(), message: toldMessage(), thread: null }
    const attempt = await notifier.send(destination(url), dispatch, AbortSignal.timeout(3000))
    return { ok: attempt.ok, error: attempt.ok ? '' : attempt.error }
  }

export const ways: [string, Ask][] = [
  ['a monitor', monitor],
  ['a webhook', message((url) => ({ type: 'webhook', url, secrets: [`whsec_${'A'.repeat(44)}`] }))],
  ['Slack', message((url) => ({ type: 'slack', url }))],
]

/**
 * Servers on addresses of this machine, open while a file's tests run. All on one port, so that an address in another form
 * would find the server if it were asked. To be called where `describe` is.
 */
export const openDoors = () => {
  let doors: Door[] = []
  const extra: Door[] = []
  const connect = vi.spyOn(Socket.prototype, 'connect')
  beforeAll(async () => {
    const first = await openDoor('127.0.0.1')
    doors = [first, await openDoor('127.0.0.2', first.port), await openDoor('::1', first.port)]
  })
  beforeEach(() => {
    connect.mockClear()
  })
  afterEach(async () => {
    for (const door of extra.splice(0)) await door.close()
  })
  afterAll(async () => {
    connect.mockRestore()
    for (const door of doors) await door.close()
  })
  const came = (): number => doors.reduce((sum, door) => sum + door.connections(), 0)
  return {
    port: (): number => doors[0]?.port ?? 0,
    /** How many connections came to all of them, and to each. */
    came,
    counts: (): number[] => doors.map((door) => door.connections()),
    /** Every connection that was begun in this test. */
    connect,
    /** Opens one of the test's own. */
    open: async (...how: Parameters<typeof openDoor>): Promise<Door> => {
      const door = await openDoor(...how)
      extra.push(door)
      return door
    },
    /** Nobody came, and nothing was even tried: addresses that are not ours cannot count. */
    expectNoConnection: async (work: () => Promise<{ ok: boolean; error: string }>): Promise<string> => {
      const before = came()
      const { ok, error } = await work()
      expect(ok).toBe(false)
      expect(connect).not.toHaveBeenCalled()
      expect(came()).toBe(before)
      return error
    },
  }
}
