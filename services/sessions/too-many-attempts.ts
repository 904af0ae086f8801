import { GaplessError } from '@/core/errors'
import type { AttemptLimit, Attempts } from '@/core/ports/attempts'

/** Counts one attempt, or throws too_many_requests with the seconds to wait. */
export const takeAttempt = async (attempts: Attempts, limits: readonly AttemptLimit[]): Promise<void> => {
  const seconds = await attempts.take(limits)
  if (seconds <= 0) return
  const wait = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`
  throw new GaplessError('too_many_requests', 'too_many_attempts', `Too many attempts. Try again in ${wait}.`, {
    retryAfterSeconds: seconds,
  })
}
