import type { Clock } from '@/core/ports/clock'
import type { Context } from '@/services/context'
import { createServiceWorld, type ServiceWorld } from '../service-context'
import { SimulatedEngine } from './containers'
import { fastClock } from './fast-clock'
import { SimulatedProxies } from './proxies'

/** A host in memory under the real services and a real database. */
export interface SimulatedWorld {
  ctx: Context
  engine: SimulatedEngine
  proxies: SimulatedProxies
  hostId: string
  close(): Promise<void>
}

/** Time passes this many times faster, since nothing here takes any. */
const speed = 20

export const createSimulatedWorld = async (clock: Clock = fastClock(speed)): Promise<SimulatedWorld> => {
  const world: ServiceWorld = await createServiceWorld()
  const teamId = await world.addTeam()
  const engine = new SimulatedEngine()
  const proxies = new SimulatedProxies((address) => engine.answers(address))
  const ctx = world.as(
    teamId,
    { type: 'system', id: 'gapless', name: 'Gapless' },
    {
      containers: { engine: () => engine.port },
      traffic: proxies.port,
      clock,
      prober: { start: () => ({ report: () => noProbes, stop: async () => noProbes }) },
      jobs: { add: async () => undefined },
    },
  )
  const host = await world.database.host.findFirstOrThrow()
  return { ctx, engine, proxies, hostId: host.id, close: () => world.close() }
}

const noProbes = { sent: 0, failed: 0, failedByProxy: 0, failedByApp: 0, latencies: [] }
