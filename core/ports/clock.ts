/** Time comes in through here, so that rules stay pure and tests decide what time it is. */
export interface Clock {
  now(): Date
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
}
