import type { ContainerEngine } from '@/core/ports/containers'
import type { RunningProbe } from '@/core/ports/prober'
import type { Context } from '@/services/context'
import { event } from './event'

/** `db.deployment.updateMany`, `db.$transaction`, `engine.run`, `traffic.open`, `session.route`, `clock.wait` … */
export type CallName = string
export type Phase = 'before' | 'after'

/** A worker whose every step into the world can be its last. */
export interface MortalWorker {
  ctx: Context
  /** Resolves when it has died. */
  died: Promise<void>
  /** From now on none of its calls begins or returns: what SIGKILL and SIGSTOP look like from outside. */
  die(): void
  /** What was stopped goes on where it stood. */
  wake(): void
}

type Callable = (...args: never[]) => unknown

/**
 * A worker on the ports of `ctx` that dies as soon as `diesAt` says so of a call; it is told of each one before it is
 * made and after it has returned. Queries within a transaction are not told of: a transaction is one step.
 */
export const createMortalWorker = (
  ctx: Context,
  diesAt: (call: CallName, phase: Phase) => boolean = () => false,
): MortalWorker => {
  let isDead = false
  const death = event()
  let waking = event()
  const probes = new Set<RunningProbe>()

  const die = (): void => {
    isDead = true
    for (const probe of probes) void probe.stop()
    death.happen()
  }
  const step = async (call: CallName, phase: Phase): Promise<void> => {
    if (!isDead && diesAt(call, phase)) die()
    if (isDead) await waking.happened
  }
  const tracked = async (call: CallName, work: () => unknown): Promise<unknown> => {
    await step(call, 'before')
    try {
      return await work()
    } finally {
      await step(call, 'after')
    }
  }
  const through = <Target extends object>(target: Target, name: string): Target =>
    new Proxy(target, {
      get: (_, property) => {
        const value: unknown = Reflect.get(target, property)
        if (typeof property !== 'string') return value
        if (typeof value === 'function') {
          const bound = (value as Callable).bind(target)
          const isStream = property === 'followLogs' || property === 'watch'
          return isStream ? bound : (...args: never[]) => tracked(`${name}.${property}`, () => bound(...args))
        }
        return value !== null && typeof value === 'object' && name === 'db' ? through(value, `db.${property}`) : value
      },
    })

  const mortal: Context = {
    ...ctx,
    db: through(ctx.db, 'db'),
    instanceDb: through(ctx.instanceDb, 'db'),
    containers: { engine: (host): ContainerEngine => through(ctx.containers.engine(host), 'engine') },
    traffic: {
      ...through(ctx.traffic, 'traffic'),
      open: async (...args) => {
        await step('traffic.open', 'before')
        const session = await ctx.traffic.open(...args)
        await step('traffic.open', 'after')
        return through(session, 'session')
      },
    },
    clock: { ...ctx.clock, wait: (...args) => tracked('clock.wait', () => ctx.clock.wait(...args)) as Promise<void> },
    prober: {
      start: (target) => {
        const probe = ctx.prober.start(target)
        probes.add(probe)
        return probe
      },
    },
  }
  return {
    ctx: mortal,
    died: death.happened,
    die,
    wake: () => {
      isDead = false
      waking.happen()
      waking = event()
    },
  }
}
