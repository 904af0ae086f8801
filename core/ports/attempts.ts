/** At most `most` attempts under `name` in `seconds`, counted from the first of them. */
export interface AttemptLimit {
  name: string
  most: number
  seconds: number
}

/** Counts attempts over all processes. */
export interface Attempts {
  /**
   * Counts one attempt under all limits at once, unless one of them is reached; then nothing is counted. Returns 0, or
   * the seconds until another attempt is allowed. Throws `unavailable` when it cannot count.
   */
  take(limits: readonly AttemptLimit[]): Promise<number>
  /** Takes one attempt back: it was none to worry about. */
  giveBack(limits: readonly AttemptLimit[]): Promise<void>
  /** Remembers a name for a while. */
  remember(name: string, seconds: number): Promise<void>
  remembers(name: string): Promise<boolean>
}
