import type { Clock } from '@/core/ports/clock'
import { eachAnswer } from '@/services/each-answer'

/** What is under way when a deployment is to stop is nearly always done within this; then nothing is left half-made. */
const graceMs = 3000

/**
 * Keeps a deployment that is to stop from waiting for a host that answers nothing: what was asked before the signal
 * aborts is given up a moment after it. What is asked later, on the way back, is the business of whoever asks.
 */
export class Impatience {
  readonly #signal: AbortSignal
  readonly #waiting = new Set<(reason: unknown) => void>()

  constructor(signal: AbortSignal, clock: Clock) {
    this.#signal = signal
    const giveUp = (): void => {
      for (const reject of this.#waiting) reject(signal.reason)
    }
    signal.addEventListener('abort', () => void clock.wait(graceMs).then(giveUp), { once: true })
  }

  /** Throws what `answer` throws, or what the signal aborted with. */
  async wait<Result>(answer: Promise<Result>): Promise<Result> {
    if (this.#signal.aborted) return answer
    let giveUp = (_reason: unknown): void => undefined
    const given = new Promise<never>((_, reject) => {
      giveUp = reject
    })
    this.#waiting.add(giveUp)
    try {
      return await Promise.race([answer, given])
    } finally {
      this.#waiting.delete(giveUp)
    }
  }

  /** The same object, whose promises are waited for like this. */
  around<Target extends object>(target: Target): Target {
    return eachAnswer(target, (answer) => this.wait(answer))
  }
}
