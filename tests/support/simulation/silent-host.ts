import type { Context } from '@/services/context'
import { event } from '../event'

/** Ways to a host that from some moment on answers nothing, without a sign: as behind a network that was cut. */
export interface SilentHost {
  ctx: Context
  /** Resolves when the first call has not been answered. */
  silent: Promise<void>
}

/** The host falls silent as soon as this is asked of it: `engine.run`, `traffic.open`, `session.route` … */
export const createSilentHost = (ctx: Context, from: string): SilentHost => {
  const fallen = event()
  let isSilent = false
  const answered = async (call: string, ask: () => unknown): Promise<unknown> => {
    isSilent ||= call === from
    if (!isSilent) return ask()
    fallen.happen()
    return new Promise(() => undefined)
  }
  const through = <Target extends object>(target: Target, name: string): Target =>
    new Proxy(target, {
      get: (_, property) => {
        const value: unknown = Reflect.get(target, property)
        const isStream = property === 'followLogs' || (name === 'engine' && property === 'watch')
        // Letting go of a line asks nothing of the host.
        if (typeof value !== 'function' || isStream || property === 'close') return value
        return (...args: unknown[]) =>
          answered(`${name}.${String(property)}`, async () => {
            const answer: unknown = await Reflect.apply(value, target, args)
            return property === 'open' && typeof answer === 'object' && answer ? through(answer, 'session') : answer
          })
      },
    })
  return {
    ctx: {
      ...ctx,
      containers: { engine: (host) => through(ctx.containers.engine(host), 'engine') },
      traffic: through(ctx.traffic, 'traffic'),
    },
    silent: fallen.happened,
  }
}
