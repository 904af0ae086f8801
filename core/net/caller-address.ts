import { isInRanges, type Range } from './address-range'

const isLoopback = (address: string): boolean => address === '::1' || /^127\./.test(address)

/** Node names IPv4 callers ::ffff:192.0.2.1 where it listens on IPv6; some proxies add the port: 192.0.2.1:49152. */
const plain = (hop: string): string =>
  hop
    .trim()
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')

/**
 * Where a request comes from, of what `X-Forwarded-For` says and whom the connection is with. Reverse proxies on this
 * machine and in the ranges that the operator trusts are believed, from the right for as long as they follow on each
 * other: anybody else could have written whatever they liked, to dodge limits or to use up another's.
 */
export const callerAddress = (
  forwarded: string | undefined,
  remote: string | undefined,
  trusted: readonly Range[] = [],
): string => {
  const hops = [...(forwarded ?? '').split(','), remote ?? ''].map(plain).filter((hop) => hop !== '')
  // Where all of them are trusted, one of them asks for itself: the first.
  const caller = hops.findLast((hop) => !isLoopback(hop) && !isInRanges(hop, trusted)) ?? hops[0] ?? ''
  return /^[0-9a-f.:]{2,45}$/i.test(caller) ? caller : plain(remote ?? '') || 'unknown'
}
