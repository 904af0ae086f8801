/**
 * Which addresses lie on the public internet. Everything else (loopback, private, link-local with the clouds' metadata
 * services, shared, documentation, multicast, unspecified) leads back to machines of whoever runs this instance.
 */
export type Range = readonly [base: readonly number[], bits: number]

type Named = readonly [range: Range, kind: string]

/**
 * IANA's special-purpose registry, and where clouds answer their machines outside of link-local addresses. The first that
 * fits names it.
 */
const notPublic4: readonly Named[] = [
  [[[0, 0, 0, 0], 8], 'an unspecified address'],
  [[[10, 0, 0, 0], 8], 'a private address'],
  [[[100, 100, 100, 200], 32], 'the address of a cloud’s metadata service'],
  [[[100, 64, 0, 0], 10], 'an address of a provider’s shared network'],
  [[[127, 0, 0, 0], 8], 'a loopback address'],
  [[[168, 63, 129, 16], 32], 'the address of a cloud’s metadata service'],
  [[[169, 254, 169, 254], 32], 'the address of clouds’ metadata services'],
  [[[169, 254, 0, 0], 16], 'a link-local address'],
  [[[172, 16, 0, 0], 12], 'a private address'],
  [[[192, 168, 0, 0], 16], 'a private address'],
  [[[192, 0, 0, 192], 32], 'the address of a cloud’s metadata service'],
  [[[192, 0, 0, 0], 24], 'a reserved address'],
  [[[192, 0, 2, 0], 24], 'a reserved address'],
  [[[192, 88, 99, 0], 24], 'a reserved address'],
  [[[198, 18, 0, 0], 15], 'a reserved address'],
  [[[198, 51, 100, 0], 24], 'a reserved address'],
  [[[203, 0, 113, 0], 24], 'a reserved address'],
  [[[224, 0, 0, 0], 4], 'a multicast address'],
  [[[255, 255, 255, 255], 32], 'the broadcast address'],
  [[[240, 0, 0, 0], 4], 'a reserved address'],
]

const v6 = (...words: number[]): number[] =>
  Array.from({ length: 8 }, (_, index) => words[index] ?? 0).flatMap((word) => [word >> 8, word & 255])

const notPublic6: readonly Named[] = [
  [[v6(), 128], 'an unspecified address'],
  [[v6(0, 0, 0, 0, 0, 0, 0, 1), 128], 'a loopback address'],
  [[v6(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), 128], 'the address of a cloud’s metadata service'],
  [[v6(0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254), 128], 'the address of a cloud’s metadata service'],
  [[v6(0xfc00), 7], 'a private address'],
  [[v6(0xfe80), 10], 'a link-local address'],
  [[v6(0xff00), 8], 'a multicast address'],
  [[v6(0x2001), 23], 'a reserved address'],
  [[v6(0x2001, 0xdb8), 32], 'a reserved address'],
  [[v6(0x2002), 16], 'a reserved address'],
  [[v6(0x3fff), 20], 'a reserved address'],
]
/** All that is public of IPv6 lies in it. */
const global6: Range = [v6(0x2000), 3]
/** IPv4 in the last four bytes: mapped, and translated (RFC 6052). */
const carriers: readonly Range[] = [
  [v6(0, 0, 0, 0, 0, 0xffff), 96],
  [v6(0x64, 0xff9b), 96],
]

const within = (address: readonly number[], [base, bits]: Range): boolean =>
  base.every((byte, index) => {
    const counted = Math.min(8, Math.max(0, bits - index * 8))
    const mask = 256 - 2 ** (8 - counted)
    return ((address[index] ?? 0) & mask) === (byte & mask)
  })

const parse4 = (text: string): number[] | null => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null
  return parts.map(Number)
}

const parseWords = (text: string): number[] | null => {
  if (text === '') return []
  const parts = text.split(':')
  return parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part)) ? parts.map((part) => Number.parseInt(part, 16)) : null
}

const parse6 = (text: string): number[] | null => {
  const dotted = /^(.*:)([\d.]+)$/.exec(text)
  if (dotted?.[2]?.includes('.')) {
    const tail = parse4(dotted[2])
    if (!tail) return null
    const [one = 0, two = 0, three = 0, four = 0] = tail
    const words = [one * 256 + two, three * 256 + four].map((word) => word.toString(16)).join(':')
    return parse6(`${dotted[1]}${words}`)
  }
  const [head = '', tail, ...more] = text.split('::')
  if (more.length > 0) return null
  const before = parseWords(head)
  const after = tail === undefined ? [] : parseWords(tail)
  if (!before || !after) return null
  const gap = 8 - before.length - after.length
  if (tail === undefined ? gap !== 0 : gap < 1) return null
  return v6(...before, ...Array.from({ length: gap }, () => 0), ...after)
}

/** What an address is that does not lie on the public internet: `a private address`. Null for one that does. */
export const kindOfPrivate = (text: string): string | null => {
  const four = parse4(text)
  if (four) return notPublic4.find(([range]) => within(four, range))?.[1] ?? null
  const six = parse6(text)
  if (!six) return 'no address that can be reached from everywhere'
  if (carriers.some((range) => within(six, range))) {
    const carried = six.slice(12).join('.')
    const kind = kindOfPrivate(carried)
    return kind && `${carried} in another form, ${kind}`
  }
  const kind = notPublic6.find(([range]) => within(six, range))?.[1]
  return kind ?? (within(six, global6) ? null : 'a reserved address')
}

/** True for an address of the public internet; false for any other and for text that is no address. */
export const isPublicAddress = (text: string): boolean => kindOfPrivate(text) === null

const parseAny = (text: string): { bytes: number[]; bits: number } | null => {
  const four = parse4(text)
  if (four) return { bytes: four, bits: 32 }
  const six = parse6(text)
  return six && { bytes: six, bits: 128 }
}

/** Addresses that the operator lets be asked: `10.1.0.0/16`, `fd00::/8`, `127.0.0.1`. Null for what is no range. */
export const parseRange = (text: string): Range | null => {
  const [base = '', length, ...more] = text.trim().split('/')
  const parsed = parseAny(base)
  if (!parsed || more.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return null
  const bits = length === undefined ? parsed.bits : Number(length)
  return bits <= parsed.bits ? [parsed.bytes, bits] : null
}

/** Several of them, separated by commas; null where one of them is none. */
export const parseRanges = (text: string): Range[] | null => {
  const ranges = text.split(',').flatMap((range) => (range.trim() === '' ? [] : [parseRange(range)]))
  return ranges.every((range) => range !== null) ? ranges : null
}

/** Whether an address lies in one of the ranges; IPv4 written as IPv6 counts as what it is. */
export const isInRanges = (text: string, ranges: readonly Range[]): boolean => {
  const parsed = parseAny(text)
  if (!parsed) return false
  const carried = parsed.bits === 128 && carriers.some((range) => within(parsed.bytes, range))
  const bytes = carried ? parsed.bytes.slice(12) : parsed.bytes
  return ranges.some((range) => range[0].length === bytes.length && within(bytes, range))
}
