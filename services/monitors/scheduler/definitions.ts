import type { MonitorDefinition } from '@/core/monitors/schema'
import type { Reach } from '@/core/ports/http-checker'
import type { Monitor } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { definitionOf } from '../monitor-definition'
import { ownProxies } from '../own-proxies'
import type { Claim } from './claim-due'

/** What a check is made of. */
export interface Loaded {
  monitor: Monitor
  definition: Omit<MonitorDefinition, 'channelIds'>
  proxies: Reach['proxies']
  until: number
}

/** An app's domains and hosts may change meanwhile. */
const keptMs = 30_000

/** Definitions of claimed monitors, opened once for each version. */
export class Definitions {
  readonly #ctx: InstanceContext
  readonly #known = new Map<string, Loaded>()

  constructor(ctx: InstanceContext) {
    this.#ctx = ctx
  }

  /** By monitor; one that was deleted meanwhile is missing. */
  async of(claims: readonly Claim[]): Promise<ReadonlyMap<string, Loaded>> {
    const now = this.#ctx.clock.now().getTime()
    const missing = claims.filter(({ monitorId, version }) => {
      const known = this.#known.get(monitorId)
      return known?.monitor.version !== version || known.until < now
    })
    if (missing.length > 0) await this.#load(missing, now)
    return this.#known
  }

  async #load(claims: readonly Claim[], now: number): Promise<void> {
    const ids = claims.map(({ monitorId }) => monitorId)
    const monitors = await this.#ctx.instanceDb.monitor.findMany({ where: { id: { in: ids } } })
    const proxies = await ownProxies(this.#ctx.instanceDb, this.#ctx.instance, monitors)
    for (const id of ids) this.#known.delete(id)
    for (const monitor of monitors) {
      try {
        const definition = definitionOf(this.#ctx, monitor)
        this.#known.set(monitor.id, { monitor, definition, proxies: proxies(monitor), until: now + keptMs })
      } catch (error) {
        // One that cannot be read keeps no other from being checked.
        this.#ctx.log.error({ error: String(error), monitorId: monitor.id }, 'a monitor cannot be read')
      }
    }
  }
}
