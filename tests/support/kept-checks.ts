import type { Prisma } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { plainMonitor } from './plain-monitor'
import { createServiceWorld, type ServiceWorld } from './service-context'

type Check = Partial<Prisma.MonitorCheckCreateManyInput>

export interface KeptChecks {
  world: ServiceWorld
  teamId: string
  monitorId: string
  ctx: ReturnType<ServiceWorld['as']>
  /** Says what time it is. */
  setTime(at: string): void
  /** Writes checks down, `count` of them at even distances from `from` on. */
  add(from: string, count: number, everySeconds: number, check?: (index: number) => Check): Promise<void>
  rollups(seconds: number): Promise<Prisma.MonitorRollupGetPayload<object>[]>
  /** The table that each row with this time lies in. */
  tablesOf(table: 'MonitorCheck' | 'MonitorRollup', at: string): Promise<string[]>
  partitions(table: string): Promise<string[]>
  close(): Promise<void>
}

/** A monitor's checks on a real database, and a clock that only a test moves. */
export const createKeptChecks = async (time: string): Promise<KeptChecks> => {
  const world = await createServiceWorld()
  const teamId = await world.addTeam()
  const { id: monitorId } = await world.database.monitor.create({ data: plainMonitor(teamId, 1) })
  let now = new Date(time)
  const clock: InstanceContext['clock'] = { now: () => now, wait: async () => undefined }
  const { database } = world
  return {
    world,
    teamId,
    monitorId,
    ctx: world.as(teamId, {}, { clock }),
    setTime: (at) => {
      now = new Date(at)
    },
    add: async (from, count, everySeconds, check = () => ({})) => {
      await database.monitorCheck.createMany({
        data: Array.from({ length: count }, (_, index) => ({
          teamId,
          monitorId,
          at: new Date(new Date(from).getTime() + index * everySeconds * 1000),
          outcome: 'ok',
          totalMs: 20,
          ...check(index),
        })),
      })
    },
    rollups: (seconds) => database.monitorRollup.findMany({ where: { monitorId, seconds }, orderBy: { at: 'asc' } }),
    tablesOf: async (table, at) => {
      const rows =
        table === 'MonitorCheck'
          ? await database.$queryRaw<{ name: string }[]>`
              SELECT tableoid::regclass::text AS name FROM "MonitorCheck" WHERE "at" = ${new Date(at)}`
          : await database.$queryRaw<{ name: string }[]>`
              SELECT tableoid::regclass::text AS name FROM "MonitorRollup" WHERE "at" = ${new Date(at)}`
      return rows.map(({ name }) => name.replaceAll('"', '')).sort()
    },
    partitions: async (table) => {
      const rows = await database.$queryRaw<{ name: string }[]>`
        SELECT child.relname AS name FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
        JOIN pg_class parent ON parent.oid = inhparent WHERE parent.relname = ${table}::name ORDER BY 1`
      return rows.map(({ name }) => name)
    },
    close: () => world.close(),
  }
}
