const isLoopback = (address: string): boolean => address === '::1' || /^127\./.test(address)

/** Node names IPv4 callers ::ffff:192.0.2.1 where it listens on IPv6. */
const plain = (hop: string): string => hop.trim().replace(/^::ffff:(?=\d+\.)/i, '')

/**
 * Where a request comes from, of what `X-Forwarded-For` says and whom the connection is with. Only a reverse proxy on
 * this machine is believed: anybody else could have written whatever they liked, to dodge limits or to use up another's.
 */
export const callerAddress = (forwarded: string | undefined, remote: string | undefined): string => {
  const hops = [...(forwarded ?? '').split(','), remote ?? ''].map(plain)
  const caller = hops.findLast((hop) => !isLoopback(hop)) ?? ''
  return /^[0-9a-f.:]{2,45}$/i.test(caller) ? caller : plain(remote ?? '') || 'unknown'
}
