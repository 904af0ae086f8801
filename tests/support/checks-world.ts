import { createHttpChecker } from '@/adapters/checking/http-checker'
import { type MonitorInput, monitorSchema } from '@/core/monitors/schema'
import type { Context } from '@/services/context'
import { createMonitor } from '@/services/monitors/create-monitor'
import type { MonitorView } from '@/services/monitors/monitor-view'
import { createScheduler, type Scheduler } from '@/services/monitors/scheduler/create-scheduler'
import { type AlertsWorld, createAlertsWorld } from './alerts-world'

export interface ChecksWorld {
  alerts: AlertsWorld
  ctx: Context
  /** A worker's part in checking; `more` replaces what it reaches the world by. */
  worker(more?: Partial<Context>, limits?: Parameters<typeof createScheduler>[2]): Scheduler
  add(monitor: Partial<MonitorInput> & { url: string }): Promise<MonitorView>
  /** Goes to the time at which a monitor is due, has this worker check, and sends what there is to say; `times` times. */
  next(worker: Scheduler, times?: number): Promise<void>
  /** The same for all that is due in the next so many seconds. */
  during(worker: Scheduler, seconds: number): Promise<void>
  /** What was found out about a monitor, the oldest first. */
  outcomes(monitorId: string): Promise<string[]>
  close(): Promise<void>
}

const neverStops = new AbortController().signal

/** Monitors that are really checked, on a clock that only a test moves. Every name leads to this machine. */
export const createChecksWorld = async (): Promise<ChecksWorld> => {
  const alerts = await createAlertsWorld()
  const checker = createHttpChecker({ resolver: { resolve: async () => ['127.0.0.1'] } })
  const ctx: Context = { ...alerts.ctx, checker, mayConnect: () => true }
  const { database } = alerts.world
  let count = 0

  const dueAt = async (): Promise<Date> => {
    const first = await database.monitorWatch.aggregate({ _min: { dueAt: true } })
    if (!first._min.dueAt) throw new Error('nothing is watched')
    return first._min.dueAt
  }
  const goTo = (at: Date): void => alerts.pass(Math.max(0, at.getTime() - alerts.now().getTime()) / 1000)
  const check = async (worker: Scheduler): Promise<void> => {
    goTo(await dueAt())
    await worker.tick()
    await worker.idle()
    await alerts.send()
  }
  return {
    alerts,
    ctx,
    worker: (more = {}, limits) => createScheduler({ ...ctx, ...more }, neverStops, limits),
    add: (monitor) => {
      count += 1
      return createMonitor({ ctx, input: monitorSchema.parse({ name: `Page ${count}`, timeoutMs: 2000, ...monitor }) })
    },
    next: async (worker, times = 1) => {
      for (let turn = 0; turn < times; turn += 1) await check(worker)
    },
    during: async (worker, seconds) => {
      const end = new Date(alerts.now().getTime() + seconds * 1000)
      while ((await dueAt()) <= end) await check(worker)
      goTo(end)
      await alerts.send()
    },
    outcomes: async (monitorId) => {
      const rows = await database.monitorCheck.findMany({ where: { monitorId }, orderBy: { at: 'asc' } })
      return rows.map(({ outcome }) => outcome)
    },
    close: () => alerts.close(),
  }
}
