interface Line {
  active: number
  waiting: (() => Promise<void>)[]
}

/**
 * Runs work at once as long as there is room: `atMost` in all, `eachAtMost` of one key. The rest waits its turn, keys in
 * turn, so that a slow one holds up nobody but itself.
 */
export class Pool {
  readonly #atMost: number
  readonly #eachAtMost: number
  readonly #lines = new Map<string, Line>()
  /** Keys of which work waits and may run, in the order of their turns. */
  readonly #ready = new Set<string>()
  #running = 0

  constructor(atMost: number, eachAtMost: number) {
    this.#atMost = atMost
    this.#eachAtMost = eachAtMost
  }

  /** How much of this key waits. */
  waitingOf(key: string): number {
    return this.#lines.get(key)?.waiting.length ?? 0
  }

  add(key: string, work: () => Promise<void>): void {
    const line = this.#lines.get(key) ?? { active: 0, waiting: [] }
    this.#lines.set(key, line)
    line.waiting.push(work)
    if (line.active < this.#eachAtMost) this.#ready.add(key)
    this.#next()
  }

  #next(): void {
    while (this.#running < this.#atMost) {
      const [key] = this.#ready
      if (key === undefined) return
      this.#ready.delete(key)
      const line = this.#lines.get(key)
      const work = line?.waiting.shift()
      if (!line || !work) continue
      line.active += 1
      this.#running += 1
      if (line.waiting.length > 0 && line.active < this.#eachAtMost) this.#ready.add(key)
      void this.#run(key, line, work)
    }
  }

  async #run(key: string, line: Line, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } finally {
      this.#running -= 1
      line.active -= 1
      if (line.waiting.length > 0) this.#ready.add(key)
      else if (line.active === 0) this.#lines.delete(key)
      this.#next()
    }
  }
}
