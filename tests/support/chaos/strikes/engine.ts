import type { Loss } from '../attribution'
import { type Strike, struck } from './strike'

const backWithinMs = 60_000
/** Each of the two proxies finds an app by its own checks: the second one at most one interval after the first. */
const checkIntervalMs = 1000

/** Ends the engine and starts it at once; every container dies with it, and comes back without anybody's help. */
export const engineStrike =
  (signal: 'SIGTERM' | 'SIGKILL'): Strike =>
  async ({ instance, done }) => {
    const { signalledAt, downAt, upAt } = await instance.engine.restart(signal, done)
    const good = await Promise.all(instance.apps.map(({ load }) => load.goodAfter(upAt, backWithinMs)))
    // Asked to end, it asks the containers, and a proxy that is asked listens no more. Killed, it lets them run on until
    // its successor does so, which then starts them anew.
    const from = signal === 'SIGTERM' ? signalledAt : downAt
    const goodAt = (index: number): number => good[index] ?? upAt + backWithinMs
    const until = (index: number): number => goodAt(index) + checkIntervalMs
    return struck(upAt, {
      losses: instance.apps.map(({ name }, index): Loss => ({ cause: 'engine', app: name, from, until: until(index) })),
      gaps: instance.apps.map(({ name, load }, index) => ({ app: name, ms: load.longestPause(from, goodAt(index)) })),
      problems: instance.apps.flatMap(({ name }, index) =>
        good[index] === null ? [`${name} gave no good answer within 60 s of the engine's return`] : [],
      ),
    })
  }
