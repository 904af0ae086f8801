import { addCounts, countsSince, noCounts, type ReleaseCounts } from './release-counts'

/** What came in half a second, or a little more: looks come when they come, and the first one after a worker's death late. */
export interface Tick {
  /** When it began, in milliseconds since the release went live. */
  fromMs: number
  toMs: number
  counts: ReleaseCounts
}

const tickMs = 500

/** The new release's answers in the order in which they came. */
export class Ticks {
  readonly #ticks: Tick[] = []
  #seen: ReleaseCounts = noCounts
  #elapsedMs = 0

  /** Takes what was counted since the release went live, `elapsedMs` after that. */
  add(elapsedMs: number, counted: ReleaseCounts): void {
    const fresh = countsSince(this.#seen, counted)
    const open = this.#ticks.at(-1)
    if (open && elapsedMs - open.fromMs <= tickMs) {
      open.counts = addCounts(open.counts, fresh)
      open.toMs = elapsedMs
    } else this.#ticks.push({ fromMs: this.#elapsedMs, toMs: elapsedMs, counts: fresh })
    this.#seen = counted
    this.#elapsedMs = elapsedMs
  }

  /** All of it, since the release went live. */
  get total(): ReleaseCounts {
    return this.#seen
  }

  get elapsedMs(): number {
    return this.#elapsedMs
  }

  /** From this moment on; a tick that began before is left out. */
  from(ms: number): readonly Tick[] {
    return this.#ticks.filter((tick) => tick.fromMs >= ms)
  }
}
