import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@/core/ports/clock'

export const systemClock: Clock = {
  now: () => new Date(),
  wait: async (ms, signal) => {
    try {
      await sleep(ms, undefined, signal ? { signal } : {})
    } catch (error) {
      // Node rejects with an AbortError of its own; callers want to know why it was aborted.
      throw signal?.aborted ? signal.reason : error
    }
  },
}
