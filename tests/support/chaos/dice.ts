/** Chance that is the same again for the same seed. */
export interface Dice {
  /** From `low` up to, not including, `high`. */
  between(low: number, high: number): number
  oneOf<Item>(items: readonly Item[]): Item
  shuffled<Item>(items: readonly Item[]): Item[]
}

/** Mulberry32: small, and even enough to draw faults by. */
export const createDice = (seed: number): Dice => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number): number => low + next() * (high - low)
  const shuffled = <Item>(items: readonly Item[]): Item[] => {
    const keyed = items.map((item) => ({ item, key: next() }))
    return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item)
  }
  return {
    between,
    shuffled,
    oneOf: (items) => {
      const item = items[Math.floor(between(0, items.length))]
      if (item === undefined) throw new Error('there is nothing to draw from')
      return item
    },
  }
}
