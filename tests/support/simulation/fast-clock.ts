import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '@/core/ports/clock'

/** A clock on which so many seconds pass in one. What has no part in it, such as a database's own, keeps its pace. */
export const fastClock = (factor: number): Clock => {
  const began = Date.now()
  return {
    now: () => new Date(began + (Date.now() - began) * factor),
    wait: async (ms, signal) => {
      try {
        await sleep(ms / factor, undefined, signal ? { signal } : {})
      } catch (error) {
        throw signal?.aborted ? signal.reason : error
      }
    },
  }
}

/** Only what is waited for passes faster; time keeps its pace, so that a lease lasts as long as the database has it. */
export const hastyClock = (factor: number): Clock => ({ ...fastClock(factor), now: () => new Date() })
