/** Lets one loop wait for whichever comes first: somebody's `wake`, a time, or the end. */
export class Wake {
  #isSet = false
  #resolve: (() => void) | null = null

  wake(): void {
    this.#isSet = true
    this.#resolve?.()
  }

  /** Resolves at once if it was woken since the last time. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isSet && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => end(), ms)
        const end = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', end)
          resolve()
        }
        this.#resolve = end
        signal.addEventListener('abort', end, { once: true })
      })
      this.#resolve = null
    }
    this.#isSet = false
  }
}
