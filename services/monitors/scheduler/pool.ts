interface Waiting {
  key: string
  work: () => Promise<void>
}

/** Runs work at once as long as there is room: `atMost` in all, `eachAtMost` of one key. The rest waits its turn. */
export class Pool {
  readonly #atMost: number
  readonly #eachAtMost: number
  readonly #waiting: Waiting[] = []
  readonly #active = new Map<string, number>()
  #running = 0

  constructor(atMost: number, eachAtMost: number) {
    this.#atMost = atMost
    this.#eachAtMost = eachAtMost
  }

  /** How much waits and runs. */
  get size(): number {
    return this.#waiting.length + this.#running
  }

  add(key: string, work: () => Promise<void>): void {
    this.#waiting.push({ key, work })
    this.#next()
  }

  #next(): void {
    while (this.#running < this.#atMost) {
      const index = this.#waiting.findIndex(({ key }) => (this.#active.get(key) ?? 0) < this.#eachAtMost)
      const [next] = index === -1 ? [] : this.#waiting.splice(index, 1)
      if (!next) return
      void this.#run(next)
    }
  }

  async #run({ key, work }: Waiting): Promise<void> {
    this.#running += 1
    this.#active.set(key, (this.#active.get(key) ?? 0) + 1)
    try {
      await work()
    } finally {
      this.#running -= 1
      const left = (this.#active.get(key) ?? 1) - 1
      if (left === 0) this.#active.delete(key)
      else this.#active.set(key, left)
      this.#next()
    }
  }
}
