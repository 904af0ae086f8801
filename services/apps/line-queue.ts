/** Holds no more than this for a reader that is slower than its writers; the oldest go first. */
const capacity = 10_000

/** Many writers, one reader: what was pushed comes out in that order until the signal aborts. */
export class LineQueue<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = []
  readonly #signal: AbortSignal
  #wake: (() => void) | null = null

  constructor(signal: AbortSignal) {
    this.#signal = signal
    signal.addEventListener('abort', () => this.#wake?.(), { once: true })
  }

  push(item: Item): void {
    if (this.#items.length >= capacity) this.#items.shift()
    this.#items.push(item)
    this.#wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Item> {
    while (!this.#signal.aborted) {
      const item = this.#items.shift()
      if (item !== undefined) yield item
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
        this.#wake = null
      }
    }
  }
}
