import type {
  DashboardTraffic,
  DomainTls,
  FilledSlot,
  HostTraffic,
  ProcessCounters,
  Side,
  SlotHealth,
  TrafficSession,
} from '@/core/ports/traffic'
import { dashboardKey, TrafficError } from '@/core/ports/traffic'
import { isThere, readMap, readStat, readTables, type StatRow } from './answers'
import { configurationLine } from './archive'
import * as command from './commands'
import { countersOf, healthOf, sideOf, worstOf } from './counting'
import { closeSessions } from './cutting'
import type { Change, ProxyEnd } from './proxy-end'
import { dead, type RenderSettings, render } from './render'
import { settleMsOf } from './settling'
import { backendName, isCovered, readStructure, sides } from './structure'
import { applyTls } from './tls-changes'
import { checkedDashboard } from './tls-files'

/** Applies everything to both proxies at once; only reloads go one after the other. */
export class ProxySession implements TrafficSession {
  readonly #ends: readonly ProxyEnd[]
  readonly #key: number
  readonly #settings: RenderSettings

  constructor(ends: readonly ProxyEnd[], key: number, settings: RenderSettings) {
    this.#ends = ends
    this.#key = key
    this.#settings = settings
  }

  async needsReload(desired: HostTraffic): Promise<boolean> {
    const dumps = await this.#both((end) => end.read('show map structure.map'))
    return dumps.some((dump) => !isCovered(readStructure(dump), desired))
  }

  async reload(desired: HostTraffic): Promise<void> {
    await this.store(desired)
    for (const end of this.#ends) await end.reload()
  }

  async store(desired: HostTraffic): Promise<void> {
    const line = await configurationLine(render(desired, this.#settings))
    await this.#both((end) => end.store(desired.generation, line))
  }

  async arm(side: Side, slots: readonly number[]): Promise<void> {
    await this.#both(async (end) => {
      const rows = await this.#servingRows(end)
      const empty = slots
        .map((slot) => command.primary(this.#key, side, slot))
        .filter((server) => !rows.some((row) => row.name === server.name && isInUse(row)))
      await end.change(empty.map((server) => ({ subject: server.name, commands: command.armCommands(server) })))
    })
  }

  async fill(side: Side, slots: readonly FilledSlot[]): Promise<void> {
    await this.#both(async (end) => {
      const rows = await this.#servingRows(end)
      await end.change(
        slots.map((slot) => filling(rows, command.primary(this.#key, side, slot.slot), slot, command.fillCommands)),
      )
    })
  }

  async backUp(side: Side, slots: readonly FilledSlot[]): Promise<void> {
    await this.#both(async (end) => {
      const rows = await this.#servingRows(end)
      const kept = new Set(slots.map((slot) => command.backup(this.#key, side, slot.slot).name))
      const backups = rows.filter(
        (row) => row.backend === backendName(this.#key, side) && /^k\d+[ab]b\d+$/.test(row.name),
      )
      const surplus = backups.filter((row) => !kept.has(row.name) && !isEmpty(row))
      await end.change([
        ...surplus.map((row) => ({ subject: row.name, commands: command.retireCommands(row) })),
        ...slots.map((slot) => filling(rows, command.backup(this.#key, side, slot.slot), slot, command.backUpCommands)),
      ])
    })
  }

  async health(side: Side): Promise<SlotHealth[]> {
    return worstOf(await this.#both(async (end) => healthOf(await this.#servingRows(end), this.#key, side)))
  }

  async watch(side: Side) {
    const views = await this.#both(async (end) => {
      const { current, old } = await end.workers()
      const read = async (pid: number) => {
        const text = await end.readWorker(pid, [
          `show stat ${backendName(this.#key, side)} 6 -1`,
          ...this.#tables(side),
        ])
        if (text === null) return null
        const rows = readStat(text)
        return {
          rows,
          counted: { process: `${end.process}/${pid}`, ...sideOf(this.#key, side, rows, readTables(text)) },
        }
      }
      const [serving, ...others] = await Promise.all([current === null ? null : read(current), ...old.map(read)])
      return {
        health: healthOf(serving?.rows ?? [], this.#key, side),
        counters: [serving, ...others].flatMap((one) => one?.counted ?? []),
      }
    })
    return { health: worstOf(views.map((view) => view.health)), counters: views.flatMap((view) => view.counters) }
  }

  async route(side: Side | null): Promise<void> {
    await this.#both(async (end) => {
      if (side === null) return end.change([{ subject: 'route', commands: [command.unrouteCommand(this.#key)] }])
      const answer = await end.writeOnce(command.routeCommand('set', this.#key, side))
      const absent = /not found/i.test(answer)
      const verb = absent ? 'add' : 'set'
      await end.change([{ subject: 'route', commands: [command.routeCommand(verb, this.#key, side)] }])
    })
  }

  async routed(): Promise<(Side | null)[]> {
    return this.#both(async (end) => {
      const routes = readMap(await end.read('show map routes.map'))
      return sides.find((side) => routes.get(String(this.#key)) === backendName(this.#key, side)) ?? null
    })
  }

  async setDomains(domains: readonly string[]): Promise<void> {
    await this.#both(async (end) => {
      const known = readMap(await end.read('show map hosts.map'))
      const mine = String(this.#key)
      const change = (domain: string, line: string) => ({ subject: `domain ${domain}`, commands: [line] })
      // By key and not by name: a domain that left may have become another app's meanwhile.
      const gone = [...known]
        .filter(([domain, key]) => key === mine && !domains.includes(domain))
        .map(([domain]) => domain)
      const wanted = domains.filter((domain) => known.get(domain) !== mine)
      await end.change([
        ...gone.map((domain) => change(domain, command.forgetDomainCommand(domain))),
        ...wanted.map((domain) =>
          change(domain, command.domainCommand(known.has(domain) ? 'set' : 'add', domain, this.#key)),
        ),
      ])
    })
  }

  async setTls(tls: readonly DomainTls[]): Promise<void> {
    await this.#both((end) => applyTls(end, this.#key, tls))
  }

  async setDashboard(dashboard: DashboardTraffic | null): Promise<void> {
    if (this.#key !== dashboardKey) throw new TrafficError('configuration_refused', 'An app is not the dashboard.')
    const checked = checkedDashboard(dashboard)
    await this.#both(async (end) => {
      const routes = readMap(await end.read('show map routes.map'))
      const commands = command.dashboardCommands(checked, routes.has(String(dashboardKey)))
      await end.change([{ subject: 'dashboard', commands }])
    })
    if (checked?.tls) await this.setTls([checked.tls])
    await this.setDomains(checked ? [checked.domain] : [])
    if (!checked?.tls) await this.setTls([])
  }

  async drain(side: Side, slots: readonly number[]): Promise<void> {
    await this.#changeAll(side, slots, command.drainCommands, ' state')
  }

  async vacate(side: Side, slots: readonly number[]): Promise<void> {
    await this.#changeAll(side, slots, command.vacateCommands)
  }

  async inFlight(side: Side, slots: readonly number[]): Promise<number> {
    const busy = await this.#busyServers(side, slots)
    return busy.reduce((total, { row }) => total + row.number('scur'), 0)
  }

  async settleMs(): Promise<number> {
    return Math.max(...(await this.#both(settleMsOf)))
  }

  async cut(side: Side, slots: readonly number[]): Promise<number> {
    const busy = await this.#busyServers(side, slots)
    await Promise.all(busy.map(({ end, pid, row }) => closeSessions(end, pid, row)))
    return busy.reduce((total, { row }) => total + row.number('scur'), 0)
  }

  async counters(): Promise<ProcessCounters[]> {
    const all = await this.#both(async (end) => {
      const { current, old } = await end.workers()
      const pids = current === null ? old : [current, ...old]
      return Promise.all(
        pids.map(async (pid) => {
          const text = await end.readWorker(pid, [...this.#stat(6), ...sides.flatMap((side) => this.#tables(side))])
          return text === null ? [] : [countersOf(`${end.process}/${pid}`, this.#key, readStat(text), readTables(text))]
        }),
      )
    })
    return all.flat(2)
  }

  async close(): Promise<void> {
    for (const end of this.#ends) end.close()
  }

  async #both<T>(work: (end: ProxyEnd) => Promise<T>): Promise<T[]> {
    return Promise.all(this.#ends.map(work))
  }

  /** `types`: 2 for backends, 4 for servers, 6 for both. */
  #stat(types: 2 | 4 | 6): string[] {
    return sides.map((side) => `show stat ${backendName(this.#key, side)} ${types} -1`)
  }

  #tables(side: Side): string[] {
    return ['probes', 'slower'].map((table) => `show table ${table} key ${backendName(this.#key, side)}`)
  }

  async #servingRows(end: ProxyEnd): Promise<StatRow[]> {
    const rows = readStat(await end.read(this.#stat(4).join(';')))
    if (rows.length > 0) return rows
    throw new TrafficError(
      'configuration_refused',
      `${end.name} has no backend for this app yet; it has to be reloaded first.`,
    )
  }

  async #changeAll(
    side: Side,
    slots: readonly number[],
    commands: (server: command.ServerName) => string[],
    aspect = '',
  ): Promise<void> {
    const servers = slots.map((slot) => command.primary(this.#key, side, slot))
    const changes = servers.map((server) => ({ subject: `${server.name}${aspect}`, commands: commands(server) }))
    await this.#both((end) => end.change(changes))
  }

  /**
   * Every server of any worker that points to what these slots point to now, backups included. A standby that has been
   * ended points nowhere any more, and what came through it while it was one may still be open: it is the other side's
   * backup of the same number.
   */
  async #busyServers(side: Side, slots: readonly number[]) {
    const found = await this.#both(async (end) => {
      const { current, old } = await end.workers()
      const wanted = new Set(slots.map((slot) => command.primary(this.#key, side, slot).name))
      const standby = new Set(slots.map((slot) => command.backup(this.#key, otherSide(side), slot).name))
      const serving = await this.#servingRows(end)
      const addresses = new Set(
        serving.filter((row) => wanted.has(row.name) && row.address !== dead).map((row) => row.address),
      )
      const pids = current === null ? old : [current, ...old]
      const perWorker = await Promise.all(
        pids.map(async (pid) => {
          const text = await end.readWorker(pid, this.#stat(4))
          return readStat(text ?? '')
            .filter((row) => addresses.has(row.address) || (row.address === dead && standby.has(row.name)))
            .map((row) => ({ end, pid, row }))
        }),
      )
      return perWorker.flat()
    })
    return found.flat()
  }
}

/**
 * A slot that points there and is in use is only made ready again, so that repeating a step takes nothing out of
 * service. It is remembered all the same: a proxy that is restarted knows nothing of what an earlier session had set.
 */
const filling = (
  rows: readonly StatRow[],
  server: command.ServerName,
  slot: FilledSlot,
  commands: typeof command.fillCommands,
): Change => {
  const filled = { server: server.name, address: `${slot.address}:${slot.port}` }
  const change = { subject: server.name, commands: commands(server, slot), filled }
  if (!isThere(rows, filled)) return change
  const isUp = rows.some((row) => row.name === server.name && row.status.startsWith('UP'))
  return { ...change, now: isUp ? [] : command.readyCommands(server) }
}

const otherSide = (side: Side): Side => (side === 'a' ? 'b' : 'a')

const isInUse = (row: StatRow): boolean => row.address !== dead && !row.status.startsWith('MAINT')
const isEmpty = (row: StatRow): boolean => row.address === dead && row.status.startsWith('MAINT')
