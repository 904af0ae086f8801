import { isCovered, type Structure, structureOf } from '@/adapters/traffic/structure'
import {
  type FilledSlot,
  type HostTraffic,
  type ProxyView,
  type Side,
  type SlotHealth,
  type Traffic,
  TrafficError,
  type TrafficSession,
} from '@/core/ports/traffic'

type SlotState = 'drain' | 'ready'

interface Slot {
  side: Side
  slot: number
  address: string | null
  state: SlotState
}

const idOf = (key: number, side: Side, slot: number): string => `${key}${side}${slot}`
const addressOf = (slot: FilledSlot): string => `${slot.address}:${slot.port}`

/** One proxy: what it was told, and what it would know after a restart. */
class SimulatedProxy {
  stored: HostTraffic = { generation: 0, apps: [], dashboard: null }
  routes = new Map<number, Side>()
  domains = new Map<string, number>()
  slots = new Map<string, Slot & { key: number }>()
  backups = new Map<string, { key: number; side: Side; address: string }>()
  readonly fences = new Map<number, number>()
  /** How often it was restarted. */
  starts = 0

  /** It comes back with what was stored, and nothing else. */
  restart(): void {
    this.starts += 1
    this.backups.clear()
    this.routes = new Map(this.stored.apps.flatMap((app) => (app.active ? [[app.key, app.active] as const] : [])))
    this.domains = new Map(this.stored.apps.flatMap((app) => app.domains.map((domain) => [domain, app.key] as const)))
    this.slots = new Map(
      this.stored.apps.flatMap(({ key, a, b }) =>
        (
          [
            ['a', a],
            ['b', b],
          ] as const
        ).flatMap(([side, { filled }]) =>
          filled.map((slot) => {
            const known = { key, side, slot: slot.slot, address: addressOf(slot), state: 'ready' as const }
            return [idOf(key, side, slot.slot), known] as const
          }),
        ),
      ),
    )
  }
}

/** The two proxies of a host in memory. Their checks see at once whether `answers`. */
export class SimulatedProxies {
  readonly both = [new SimulatedProxy(), new SimulatedProxy()] as const
  /** So many of the next calls find nobody there. */
  awayFor = 0
  /** What both declare; null for whatever is wanted. */
  structure: Structure | null = null
  readonly #answers: (address: string) => boolean

  constructor(answers: (address: string) => boolean) {
    this.#answers = answers
  }

  /** For each proxy, whether a request for the app with this key would be answered. */
  serves(key: number): boolean[] {
    return this.both.map((proxy) => {
      const side = proxy.routes.get(key)
      const own = [...proxy.slots.values()].filter((slot) => slot.key === key && slot.side === side)
      const backups = [...proxy.backups.values()].filter((slot) => slot.key === key && slot.side === side)
      return own.some((slot) => this.#isUp(slot)) || backups.some((slot) => this.#answers(slot.address))
    })
  }

  /** Whether each proxy would answer for it once it was restarted. */
  wouldServe(key: number): boolean[] {
    return this.both.map(({ stored }) => {
      const app = stored.apps.find((one) => one.key === key)
      return app?.active ? app[app.active].filled.some((slot) => this.#answers(addressOf(slot))) : false
    })
  }

  readonly port: Traffic = {
    ensureProxies: async () => [],
    inspectProxies: async () => [],
    removeProxies: async () => undefined,
    survey: async () => ({ running: 2, counters: [], health: [] }),
    look: async () => this.both.map((proxy) => this.#view(proxy)),
    open: async (_, key, fence) => {
      this.#ask()
      return this.#session(key, fence)
    },
  }

  #ask(): void {
    if (this.awayFor === 0) return
    this.awayFor -= 1
    throw new TrafficError('proxy_unavailable', 'nobody is there')
  }

  #isUp(slot: Slot): boolean {
    return slot.state === 'ready' && slot.address !== null && this.#answers(slot.address)
  }

  #view(proxy: SimulatedProxy): ProxyView {
    return {
      routes: proxy.routes,
      domains: proxy.domains,
      certificates: new Map(),
      redirects: new Set(),
      filled: [...proxy.slots.values()].flatMap((slot) =>
        slot.address === null ? [] : [{ key: slot.key, side: slot.side, slot: slot.slot, address: slot.address }],
      ),
    }
  }

  #healthOf(proxy: SimulatedProxy, key: number, side: Side): SlotHealth[] {
    return Array.from({ length: 24 }, (_, index) => {
      const slot = proxy.slots.get(idOf(key, side, index + 1))
      const common = { slot: index + 1, check: '', httpStatus: null }
      if (!slot || slot.address === null) return { ...common, status: 'maintenance' }
      if (slot.state === 'drain') return { ...common, status: 'drain' }
      return { ...common, status: this.#isUp(slot) ? 'up' : 'down' }
    })
  }

  #session(key: number, fence: number): TrafficSession {
    const changes: ((proxy: SimulatedProxy) => void)[] = []
    const startsKnown = this.both.map((proxy) => proxy.starts)
    const apply = (proxy: SimulatedProxy, change: (proxy: SimulatedProxy) => void): void => {
      const known = proxy.fences.get(key) ?? 0
      if (fence < known) throw new TrafficError('fenced', 'someone else has taken over')
      proxy.fences.set(key, fence)
      change(proxy)
    }
    /** As the real one: what this session had set is set again in a proxy that was restarted meanwhile. */
    const restore = (): void =>
      this.both.forEach((proxy, index) => {
        if (proxy.starts === startsKnown[index]) return
        startsKnown[index] = proxy.starts
        for (const change of changes) apply(proxy, change)
      })
    const read = async <Result>(of: (proxy: SimulatedProxy) => Result): Promise<Result[]> => {
      this.#ask()
      restore()
      return this.both.map(of)
    }
    const write = async (change: (proxy: SimulatedProxy) => void): Promise<void> => {
      this.#ask()
      restore()
      for (const proxy of this.both) apply(proxy, change)
      changes.push(change)
    }
    const setAll = (side: Side, slots: readonly number[], change: Partial<Slot>) =>
      write((proxy) => {
        for (const slot of slots) {
          const known = proxy.slots.get(idOf(key, side, slot)) ?? { key, side, slot, address: null, state: 'drain' }
          proxy.slots.set(idOf(key, side, slot), { ...known, ...change })
        }
      })
    const health = async (side: Side): Promise<SlotHealth[]> => {
      const [first = [], second = []] = await read((proxy) => this.#healthOf(proxy, key, side))
      return first.map((one, index) => (one.status === 'up' ? (second[index] ?? one) : one))
    }
    const store = (desired: HostTraffic): Promise<void> =>
      write((proxy) => {
        if (desired.generation > proxy.stored.generation) proxy.stored = structuredClone(desired)
      })
    return {
      needsReload: async (desired) => this.structure !== null && !isCovered(this.structure, desired),
      reload: async (desired) => {
        await store(desired)
        this.structure = structureOf(desired)
      },
      store,
      arm: (side, slots) =>
        write((proxy) => {
          for (const slot of slots) {
            const id = idOf(key, side, slot)
            if (!proxy.slots.get(id)?.address) proxy.slots.set(id, { key, side, slot, address: null, state: 'drain' })
          }
        }),
      // One that points there already is only taken out of drain, which comes to the same.
      fill: (side, slots) =>
        write((proxy) => {
          for (const slot of slots) {
            const filled = { key, side, slot: slot.slot, address: addressOf(slot), state: 'ready' as const }
            proxy.slots.set(idOf(key, side, slot.slot), filled)
          }
        }),
      backUp: (side, slots) =>
        write((proxy) => {
          for (const [id, backup] of proxy.backups) {
            if (backup.key === key && backup.side === side) proxy.backups.delete(id)
          }
          for (const slot of slots) {
            proxy.backups.set(idOf(key, side, slot.slot), { key, side, address: addressOf(slot) })
          }
        }),
      health,
      watch: async (side) => ({ health: await health(side), counters: [] }),
      route: (side) =>
        write((proxy) => {
          if (side === null) proxy.routes.delete(key)
          else proxy.routes.set(key, side)
        }),
      routed: () => read((proxy) => proxy.routes.get(key) ?? null),
      setDomains: (domains) =>
        write((proxy) => {
          for (const [domain, owner] of proxy.domains) if (owner === key) proxy.domains.delete(domain)
          for (const domain of domains) proxy.domains.set(domain, key)
        }),
      setTls: async () => undefined,
      setDashboard: async () => undefined,
      drain: (side, slots) => setAll(side, slots, { state: 'drain' }),
      vacate: (side, slots) => setAll(side, slots, { state: 'drain', address: null }),
      inFlight: async () => (await read(() => 0)).length - 2,
      settleMs: async () => (await read(() => 0)).length - 2,
      cut: async () => (await read(() => 0)).length - 2,
      counters: async () => {
        this.#ask()
        return []
      },
      close: async () => undefined,
    }
  }
}
