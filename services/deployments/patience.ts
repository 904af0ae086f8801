import type { Clock } from '@/core/ports/clock'

/** Longer than an engine takes to be started anew, and well within the time a person would wait for an answer. */
const patienceMs = 30_000

/**
 * How long a deployment waits for what is away. Faults that follow one another share the time; one that comes long after
 * everything had answered again has its own.
 */
export class Patience {
  readonly #clock: Clock
  #giveUpAt = Number.POSITIVE_INFINITY
  #lastFaultAt = 0
  /** Without it a host that lets us wait for longer than this each time would be waited for without an end. */
  #hasAnswered = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get isLeft(): boolean {
    return this.#now() < this.#giveUpAt || this.#isForgotten()
  }

  /** The database and every host have answered. */
  noteAnswer(): void {
    this.#hasAnswered = true
  }

  /** Something is away; true where its time begins with that. */
  noteFault(): boolean {
    const isNew = this.#giveUpAt === Number.POSITIVE_INFINITY || this.#isForgotten()
    if (isNew) this.#giveUpAt = this.#now() + patienceMs
    this.#lastFaultAt = this.#now()
    this.#hasAnswered = false
    return isNew
  }

  /** The last fault is long past. */
  #isForgotten(): boolean {
    return this.#hasAnswered && this.#now() - this.#lastFaultAt > patienceMs
  }

  #now(): number {
    return this.#clock.now().getTime()
  }
}
