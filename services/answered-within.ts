import type { Clock } from '@/core/ports/clock'
import { EngineError } from '@/core/ports/containers'
import { eachAnswer } from './each-answer'

/**
 * What `work` resolves with. Throws what it throws, and EngineError (host_unreachable) when it has not ended within `ms`:
 * a host may be cut off without a sign, and then no call to it ever returns. The work itself is not ended.
 */
export const answeredWithin = async <Result>(
  clock: Clock,
  ms: number,
  work: () => Promise<Result>,
): Promise<Result> => {
  const ended = new AbortController()
  const late = clock.wait(ms, ended.signal).then(
    () => Promise.reject(new EngineError('host_unreachable', `no answer within ${ms / 1000} s`)),
    // It ended before.
    () => new Promise<never>(() => undefined),
  )
  try {
    return await Promise.race([work(), late])
  } finally {
    ended.abort()
  }
}

/** The same object, each of whose answers has to come within `ms`. */
export const answeringWithin = <Target extends object>(clock: Clock, ms: number, target: Target): Target =>
  eachAnswer(target, (answer) => answeredWithin(clock, ms, () => answer))
