/** IPv4 addresses as numbers, to walk through a range. */
const toNumber = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')

/**
 * The first free address of the range after `last`, going round: an address rests as long as possible before another
 * container gets it. Null when all are taken.
 */
export const nextFreeAddress = (
  range: { first: string; last: string },
  taken: ReadonlySet<string>,
  last: string | null,
): string | null => {
  const first = toNumber(range.first)
  const size = toNumber(range.last) - first + 1
  const start = last === null ? 0 : toNumber(last) - first + 1
  for (let step = 0; step < size; step += 1) {
    const address = toAddress(first + ((((start + step) % size) + size) % size))
    if (!taken.has(address)) return address
  }
  return null
}

/** The lowest numbers from 1 to `size` that are not taken, `count` of them, or null when there are fewer. */
export const freeSlots = (size: number, taken: ReadonlySet<number>, count: number): number[] | null => {
  const free = Array.from({ length: size }, (_, index) => index + 1).filter((slot) => !taken.has(slot))
  return free.length < count ? null : free.slice(0, count)
}
