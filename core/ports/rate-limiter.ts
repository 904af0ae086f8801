/** So many a minute in the long run, and at most `burst` at once after a quiet time. */
export interface Rate {
  perMinute: number
  burst: number
}

/** How it stands after one more. */
export interface RateState {
  /** Seconds until the next is allowed; 0: this one was. */
  waitSeconds: number
  /** How many more at once. */
  remaining: number
  /** Seconds until all of the burst is there again. */
  fullInSeconds: number
}

/** Counts calls over all processes. */
export interface RateLimiter {
  /** Counts one under this name. null: it cannot be counted now, and so is not limited. */
  take(name: string, rate: Rate): Promise<RateState | null>
}
